package io.trunkline.client.internal;

/**
 * Takes over calls whose connection has ended before any of them was sent.
 *
 * <p>Thread-safe.
 */
interface Unsent {
    /** Takes none: they end with their connection. */
    Unsent STAYS = new Unsent() {
        @Override
        public <R> boolean take(AsyncCall<R> call, RuntimeException why) {
            return false;
        }
    };

    /**
     * Sees to it that the call goes on over another connection, and completes its future.
     *
     * @param why what it would end with
     * @return false if it ends now
     */
    <R> boolean take(AsyncCall<R> call, RuntimeException why);
}
