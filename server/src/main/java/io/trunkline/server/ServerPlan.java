package io.trunkline.server;

import io.trunkline.server.internal.handler.RouteTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a builder was told, checked as a whole. Immutable.
 *
 * @param options threads, limits and the grace
 * @param admission who may come in
 * @param listeners at least one
 * @param routes what the server answers by itself
 * @param observers who watches
 * @param backplane the way to other servers; null where there are none
 */
record ServerPlan(
        ServerOptions options,
        Admission admission,
        List<PlannedListener> listeners,
        RouteTable routes,
        List<ServerObserver> observers,
        @Nullable Backplane backplane) {}
