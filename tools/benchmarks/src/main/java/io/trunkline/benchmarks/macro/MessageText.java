package io.trunkline.benchmarks.macro;

import java.nio.charset.StandardCharsets;

/**
 * The header lines of messages, for the peers that write them by hand.
 *
 * <pre>{@code
 * u32 length, u32 flags (0)  ║  request:echo:1.0.0:UUID LF JSON      response:echo:1.0.0:UUID LF JSON
 *                            ║  publish:news:1.0.0 LF JSON           subscribe:news:1.0.0 LF
 * }</pre>
 */
public final class MessageText {
    /** In front of the id of a request. */
    public static final byte[] REQUEST = ascii("request:echo:1.0.0:");
    /** In front of the id of a response. */
    public static final byte[] RESPONSE = ascii("response:echo:1.0.0:");
    /** The whole line of an event. */
    public static final byte[] PUBLISH = ascii("publish:news:1.0.0\n");
    /** The whole message of somebody who wants events. */
    public static final byte[] SUBSCRIBE = ascii("subscribe:news:1.0.0\n");
    /** No header line: one stream of events on a connection of its own needs none. */
    public static final byte[] NONE = {};
    /** The characters of an id. */
    public static final int ID = 36;

    private MessageText() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
