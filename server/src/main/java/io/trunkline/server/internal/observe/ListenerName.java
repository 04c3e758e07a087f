package io.trunkline.server.internal.observe;

/**
 * What a listener is called: known once it is bound, for a listener without a name of its own is called by its address.
 *
 * <p>Thread-safe.
 */
public final class ListenerName {
    private volatile String name = "";

    /** Not known yet. */
    public ListenerName() {}

    /**
     * Makes the name known.
     *
     * @param bound what the listener is called
     */
    public void set(String bound) {
        name = bound;
    }

    /**
     * Gives the name.
     *
     * @return empty until it is known
     */
    public String get() {
        return name;
    }
}
