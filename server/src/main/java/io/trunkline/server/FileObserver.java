package io.trunkline.server;

/**
 * Is told how files fare, for logs, metrics and people; what it throws is logged and changes nothing.
 *
 * <p>Calls for one file come one at a time and in order: started, progressed, and completed or failed. They run on the
 * threads that do the disk's work, so an observer that is slow slows transfers down. Calls for several files come at once.
 */
public interface FileObserver {
    /**
     * Called when a file has been accepted; for one that is continued, with what was there.
     *
     * @param file how far it has come
     */
    default void onStarted(FileProgress file) {}

    /**
     * Called after each further mebibyte, or chunk if that is larger, and at the last byte.
     *
     * @param file how far it has come
     */
    default void onProgress(FileProgress file) {}

    /**
     * Called when a received file is durable and has its name, or the receiver of a sent one has said so.
     *
     * @param file all of it
     */
    default void onCompleted(FileProgress file) {}

    /**
     * Called when a file that was accepted is given up; nothing is left of it, unless it is kept to be continued.
     *
     * @param file how far it had come
     * @param reason as on the wire: {@code CHUNK_ERROR}, {@code STORAGE}, {@code TIMEOUT}; {@code CONNECTION_LOST} where nobody
     *     could be told
     */
    default void onFailed(FileProgress file, String reason) {}
}
