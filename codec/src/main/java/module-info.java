/**
 * The vocabulary that both sides share, and every frame format, without I/O.
 *
 * <p>Start at {@link io.trunkline.Payload} for what travels, {@link io.trunkline.codec.FrameFormat} for how it is framed.
 *
 * @uses io.trunkline.PayloadCodec to replace JSON for users' payloads
 */
module io.trunkline.codec {
    requires static org.jspecify;
    requires tools.jackson.databind;

    exports io.trunkline;
    exports io.trunkline.codec;
    exports io.trunkline.codec.internal.frame to
            io.trunkline.transport,
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.cli,
            io.trunkline.benchmarks;
    exports io.trunkline.codec.internal.json to
            io.trunkline.transport,
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.cli,
            io.trunkline.benchmarks;
    exports io.trunkline.codec.internal.message to
            io.trunkline.transport,
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.cli,
            io.trunkline.benchmarks;
    exports io.trunkline.codec.internal.mux to
            io.trunkline.transport,
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.cli,
            io.trunkline.benchmarks;
    exports io.trunkline.codec.internal.file to
            io.trunkline.transport,
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.cli,
            io.trunkline.benchmarks;

    uses io.trunkline.PayloadCodec;
}
