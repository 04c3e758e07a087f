package io.trunkline.transport;

/**
 * Serves the streams that peers open, each on a worker of its own, where it may block.
 *
 * <pre>{@code
 * StreamHandler echo = stream -> {
 *     Payload bytes;
 *     while ((bytes = stream.read(Duration.ofSeconds(30))) != null) {
 *         stream.write(bytes);
 *     }
 * };
 * }</pre>
 *
 * <p>Returning closes the stream, behind what was written. What it throws resets the stream and nothing else: a
 * {@link io.trunkline.ReplyException} with its code as the reason, a timeout of the stream's own methods with {@code TIMEOUT},
 * anything else with {@code INTERNAL_ERROR}, logged here. A stream for which no worker is free within 5 s is reset with
 * {@code BUSY}.
 *
 * <p>A handler that is still running after its stream has ended keeps its place among the streams that its peer may have open.
 * Implementations are called concurrently.
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Serves one stream.
     *
     * @param stream closed when this returns
     * @throws Exception resets the stream
     */
    void handle(DuplexStream stream) throws Exception;

    /**
     * Starts a handler that chooses by the stream's type.
     *
     * @return a builder of the caller's own, without types
     */
    static Builder byType() {
        return new Builder();
    }

    /** Collects handlers by type. Caller-confined. */
    final class Builder {
        private final StreamTypes.Draft draft = new StreamTypes.Draft();

        private Builder() {}

        /**
         * Serves the streams of a type.
         *
         * @param type exactly as it stands in {@code stream_create}
         * @param handler called concurrently
         * @return this
         * @throws IllegalArgumentException if the type has a handler
         */
        public Builder handle(String type, StreamHandler handler) {
            draft.add(type, handler);
            return this;
        }

        /**
         * Serves the streams of all other types, which are refused with {@code UNKNOWN_TYPE} else.
         *
         * @param handler called concurrently
         * @return this
         */
        public Builder otherwise(StreamHandler handler) {
            draft.otherwise(handler);
            return this;
        }

        /**
         * Makes the handler.
         *
         * @return one that refuses unknown types before a worker is asked for
         * @throws IllegalStateException if there is no handler at all
         */
        public StreamHandler build() {
            return draft.build();
        }
    }
}
