/**
 * Broker messages on bytes: header, topics, versions, ids, error payloads.
 *
 * <p>Start with {@link io.trunkline.codec.internal.message.HeaderParser}. Parsers and writers are loop- or caller-confined
 * and reused; what they hand out is immutable.
 */
@NullMarked
package io.trunkline.codec.internal.message;

import org.jspecify.annotations.NullMarked;
