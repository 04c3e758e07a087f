package io.trunkline.testing.internal.proxy;

/** Which way bytes go through the proxy. */
public enum Direction {
    /** What the client sends. */
    TO_SERVER("->"),
    /** What the server sends. */
    TO_CLIENT("<-");

    private final String arrow;

    Direction(String arrow) {
        this.arrow = arrow;
    }

    String arrow() {
        return arrow;
    }
}
