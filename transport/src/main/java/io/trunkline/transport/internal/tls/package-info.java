/**
 * TLS between a connection and its socket: the engine's loop, and what an engine is made from.
 *
 * <p>Start with {@link io.trunkline.transport.internal.tls.TlsIo} for how bytes travel, below which
 * {@code EngineLoop} decides what comes next and {@code RecordWatch} what is refused; with
 * {@link io.trunkline.transport.internal.tls.TlsEngines} for what an engine is made from. Engines are loop-confined but for
 * their delegated tasks; what makes them is thread-safe.
 */
@NullMarked
package io.trunkline.transport.internal.tls;

import org.jspecify.annotations.NullMarked;
