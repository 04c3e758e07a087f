package io.trunkline.server.internal.handler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the route table knows about a topic: the route to take, or the versions that it would have taken.
 *
 * <p>Immutable.
 *
 * @param route null if no route takes the version
 * @param supported the versions on offer; empty if there is a route
 */
public record RouteMatch(@Nullable LocalRoute route, List<String> supported) {
    static RouteMatch of(LocalRoute route) {
        return new RouteMatch(route, List.of());
    }

    static RouteMatch otherVersions(List<LocalRoute> routes) {
        return new RouteMatch(
                null,
                routes.stream()
                        .map(route -> route.version().text())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
