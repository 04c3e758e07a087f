/**
 * Files on the wire as state machines: bytes, messages and a clock in, decisions out.
 *
 * <p>Start with {@link io.trunkline.codec.internal.file.NamedFileReader} for one file per connection, with
 * {@link io.trunkline.codec.internal.file.ReceivingTransfers} and {@link io.trunkline.codec.internal.file.SendingTransfer}
 * for transfers over messages. Nothing here opens a file: callers carry out what is decided, and say how it went. All
 * machines are caller-confined. Implements SPEC.md sections 3.8 and 6.4.
 */
@NullMarked
package io.trunkline.codec.internal.file;

import org.jspecify.annotations.NullMarked;
