/**
 * What servers and clients have in common where files travel: the way to the disk, and how messages stand in frames.
 *
 * <p>Start with {@link io.trunkline.transport.internal.file.DiskLane}. What the messages mean is the codec's; what is done
 * about them is each side's own.
 */
@NullMarked
package io.trunkline.transport.internal.file;

import org.jspecify.annotations.NullMarked;
