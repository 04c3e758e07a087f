package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.Ticker;
import java.util.concurrent.Executor;

/**
 * What every local request needs of the server. Immutable.
 *
 * @param ticker measures what is left of a timeout
 * @param workers run handlers and cancel actions
 */
public record LocalCalls(Ticker ticker, Executor workers) {}
