package io.trunkline.server.internal.admission;

import org.jspecify.annotations.Nullable;

/**
 * What one address may have. Immutable.
 *
 * @param connections at once
 * @param handshakes at once, among them
 * @param rate of new connections; null for none
 */
public record AddressLimits(
        int connections, int handshakes, @Nullable Pace rate) {}
