/**
 * Where bytes become frames and messages, and the other way round: stateful, allocation-free where it can be, without I/O.
 *
 * <p>Start with {@link io.trunkline.codec.internal.frame.FrameReader} for any format,
 * {@link io.trunkline.codec.internal.frame.MessageReader} for the frames that carry broker messages, and
 * {@link io.trunkline.codec.internal.frame.FrameSplitter}, on which both stand. Readers are confined to one caller at a time;
 * formats and encoders are stateless.
 */
@NullMarked
package io.trunkline.codec.internal.frame;

import org.jspecify.annotations.NullMarked;
