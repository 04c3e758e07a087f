package io.trunkline.server.internal.handler;

/** Makes a handler's argument of a request, on the loop, before a worker is asked. */
@FunctionalInterface
interface Binder {
    /**
     * Binds a payload.
     *
     * @param bytes borrowed; valid during the call only
     * @throws io.trunkline.PayloadException if it does not bind
     */
    Object bind(byte[] bytes, int offset, int length);
}
