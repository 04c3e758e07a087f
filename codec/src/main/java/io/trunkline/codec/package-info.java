/**
 * Frame formats: where one frame ends and the next begins.
 *
 * <p>Start with {@link io.trunkline.codec.FrameFormat}, whose five methods describe a format. Formats are stateless and
 * thread-safe.
 */
@NullMarked
package io.trunkline.codec;

import org.jspecify.annotations.NullMarked;
