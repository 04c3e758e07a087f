package io.trunkline.benchmarks.macro;

/** What is asked of a peer: how many connections, how much in flight on each, and how large. Immutable. */
public enum Scenario {
    /** A lone caller that goes on in its callback. */
    S1(Kind.ECHO, 1, 1, 128),
    /** A lone caller that blocks on the answer. */
    S1B(Kind.BLOCKING, 1, 1, 128),
    /** One busy connection. */
    S2(Kind.ECHO, 1, 128, 128),
    /** Some busy connections. */
    S3(Kind.ECHO, 32, 32, 128),
    /** Many connections that each do little. */
    S4(Kind.ECHO, 1_000, 1, 128),
    /** Large frames. */
    S5(Kind.ECHO, 4, 4, 256 * 1024),
    /** The server sends events as fast as the client takes them. */
    S6(Kind.STREAM, 1, 0, 100),
    /** Connections that were used once, and now cost memory only. */
    S9(Kind.IDLE, 10_000, 1, 128),
    /** As S9 at a broker: each connection has said hello, has a subscription, and has asked once. */
    S9_BROKER(Kind.IDLE, 10_000, 1, 128, Style.BYTES),
    /** As S3, over TLS 1.3 by the JDK's engine. */
    S3_TLS(Kind.ECHO, 32, 32, 128),
    /** Full TLS 1.3 handshakes by the JDK's engine, four at a time; a message is a connection with one frame answered. */
    HS(Kind.HANDSHAKE, 4, 1, 128),
    /** As S1, requests whose bodies both ends parse to trees and write from trees. */
    S1_TREES(Kind.ECHO, 1, 1, 128, Style.TREES),
    /** As S1B with trees. */
    S1B_TREES(Kind.BLOCKING, 1, 1, 128, Style.TREES),
    /** As S2, requests whose bodies both ends parse to trees and write from trees. */
    S2_TREES(Kind.ECHO, 1, 128, 128, Style.TREES),
    /** As S3 with trees. */
    S3_TREES(Kind.ECHO, 32, 32, 128, Style.TREES),
    /** As S4 with trees. */
    S4_TREES(Kind.ECHO, 1_000, 1, 128, Style.TREES),
    /** As S5 with trees. */
    S5_TREES(Kind.ECHO, 4, 4, 256 * 1024, Style.TREES),
    /** As S6 with trees. */
    S6_TREES(Kind.STREAM, 1, 0, 100, Style.TREES),
    /** One publisher and its subscribers; a message is a delivery. */
    S8_TREES(Kind.FAN_OUT, 1_000, 8, 100, Style.TREES),
    /** As S3, with bodies bound to records by streaming. */
    S3_RECORDS(Kind.ECHO, 32, 32, 128, Style.RECORDS),
    /** As S3, with requests whose bodies are passed on as bytes. */
    S3_BYTES(Kind.ECHO, 32, 32, 128, Style.BYTES),
    /** As S8, with bodies passed on as bytes. */
    S8_BYTES(Kind.FAN_OUT, 1_000, 8, 100, Style.BYTES);

    /** What the client does. */
    public enum Kind {
        /** Keeps a window of frames in flight on each connection, from the event loop. */
        ECHO,
        /** Sends a frame and waits for its answer, on a thread of its own. */
        BLOCKING,
        /** Asks once, and counts what comes. */
        STREAM,
        /** Opens connections, uses each once, and weighs them. */
        IDLE,
        /** Opens connections, one after the other for each caller, and closes them. */
        HANDSHAKE,
        /** One connection publishes, a window of events ahead of what has arrived; all others count. */
        FAN_OUT
    }

    /** What both ends do with a body. */
    public enum Style {
        /** Frames without a header line or JSON. */
        FRAMES,
        /** Messages with a header line; bodies are JSON trees. */
        TREES,
        /** Messages with a header line; bodies are records bound by streaming. */
        RECORDS,
        /** Messages with a header line; bodies are the user's own bytes, which nobody parses. */
        BYTES
    }

    private final Kind kind;
    private final int connections;
    private final int window;
    private final int body;
    private final Style style;

    Scenario(Kind kind, int connections, int window, int body) {
        this(kind, connections, window, body, Style.FRAMES);
    }

    Scenario(Kind kind, int connections, int window, int body, Style style) {
        this.style = style;
        this.kind = kind;
        this.connections = connections;
        this.window = window;
        this.body = body;
    }

    /** What the client does. */
    public Kind kind() {
        return kind;
    }

    /** Whether the connections are encrypted. */
    public boolean isEncrypted() {
        return this == S3_TLS || this == HS;
    }

    /** What both ends do with a body. */
    public Style style() {
        return style;
    }

    /** Whether there are messages with header lines in the frames. */
    public boolean hasMessages() {
        return style != Style.FRAMES;
    }

    /** Whether a caller blocks on the answer to a message. */
    public boolean hasBlockingMessages() {
        return hasMessages() && kind == Kind.BLOCKING;
    }

    /** Whether each connection subscribes to something: what no peer but a broker has. */
    public boolean hasSubscriptions() {
        return this == S9_BROKER;
    }

    /** How many connections the client opens; of {@link Kind#HANDSHAKE}, how many at a time. */
    public int connections() {
        return connections;
    }

    /** How many frames are in flight on each. */
    public int window() {
        return window;
    }

    /** The bytes of a frame's body, 8 at least: the first 8 are its number. */
    public int body() {
        return body;
    }
}
