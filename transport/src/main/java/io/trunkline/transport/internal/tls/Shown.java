package io.trunkline.transport.internal.tls;

/** What a peer has sent, made fit for messages and logs: controls and what lies outside ASCII escaped, cut at 256. */
public final class Shown {
    private static final int MAX = 256;

    private Shown() {}

    /** Shows a text. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < MAX; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '\\') {
                shown.append(c);
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.length() >= MAX ? shown + "..." : shown.toString();
    }
}
