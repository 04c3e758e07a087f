package io.trunkline.server.internal.handler;

/** Is told what becomes of one call of a user's handler. Thread-safe where handlers may end on any thread. */
@FunctionalInterface
public interface CallEnd {
    /** Called on the handler's thread, right before it. */
    default void entered() {}

    /** Called on the same thread, right after it; a stage that it gave may still be open. */
    default void left() {}

    /**
     * Called before {@link #answered} where the handler is at fault.
     *
     * @param failure what it threw, or says what else it did
     */
    default void failed(Throwable failure) {}

    /**
     * Called once, when the handler has ended.
     *
     * @param reply what its caller is to be told
     */
    void answered(Reply reply);

    /** Called when the handler's stage has called back once more, which is nobody's answer. */
    default void answeredAgain() {}
}
