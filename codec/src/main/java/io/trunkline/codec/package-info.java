/**
 * Frame formats: where one frame ends and the next begins.
 *
 * <p>Start with {@link io.trunkline.codec.FrameFormat}, whose five methods describe a format and whose factories give
 * ours; {@link io.trunkline.codec.FrameDecoder} tries one on bytes, without a connection. Formats are stateless and
 * thread-safe, decoders caller-confined.
 */
@NullMarked
package io.trunkline.codec;

import org.jspecify.annotations.NullMarked;
