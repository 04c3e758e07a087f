/**
 * The vocabulary that both sides share, and every frame format, without I/O.
 *
 * <p>Start at {@link io.trunkline.Payload} for what travels, {@link io.trunkline.codec.FrameFormat} for how it is framed.
 */
module io.trunkline.codec {
    requires static org.jspecify;
    requires tools.jackson.databind;

    exports io.trunkline;
    exports io.trunkline.codec;
}
