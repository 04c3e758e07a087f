/**
 * JSON as strangers send it: strict, bounded, and with typed errors.
 *
 * <p>Start with {@link io.trunkline.codec.internal.json.JsonFields} to read a control message,
 * {@link io.trunkline.codec.internal.json.JsonText} to write one, and
 * {@link io.trunkline.codec.internal.json.JacksonCodec} for users' objects. The only package that knows Jackson.
 */
@NullMarked
package io.trunkline.codec.internal.json;

import org.jspecify.annotations.NullMarked;
