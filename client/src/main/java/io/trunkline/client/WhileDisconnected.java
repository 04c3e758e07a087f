package io.trunkline.client;

/** What happens to requests and confirmed publishes that are made while there is no connection. */
public enum WhileDisconnected {
    /** They wait for the connection, within their own time. */
    WAIT,
    /** They fail at once, {@link io.trunkline.Delivery#NOT_SENT}. */
    FAIL
}
