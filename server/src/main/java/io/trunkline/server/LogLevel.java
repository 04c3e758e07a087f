package io.trunkline.server;

/** How serious an event of the broker's log is, in rising order; the wire knows these four and no others. */
public enum LogLevel {
    /** Connections that come and go. */
    DEBUG,
    /** Clients that register. */
    INFO,
    /** What a client did wrong, or what went wrong between clients. */
    WARN,
    /** Handlers of this server that failed. */
    ERROR
}
