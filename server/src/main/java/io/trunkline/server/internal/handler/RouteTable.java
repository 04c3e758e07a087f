package io.trunkline.server.internal.handler;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.internal.topic.TopicTrie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler for a topic and version: the most specific pattern that takes the version.
 *
 * <p>More specific is, at the first level where two patterns differ, a name before {@code +} before {@code #}.
 *
 * <p>Immutable after construction, but for a cache of answers. Thread-safe.
 */
public final class RouteTable {
    /** Topics whose handlers are remembered: a power of two. */
    private static final int REMEMBERED = 64;

    private record Found(TopicName topic, SemVer version, RouteMatch match) {}

    /** Written by several loops at once: each entry is immutable, and any of them is right. */
    private final @Nullable Found[] remembered = new @Nullable Found[REMEMBERED];

    private final TopicTrie<LocalRoute> routes = new TopicTrie<>();
    private final Set<String> patterns;

    /**
     * Builds the table.
     *
     * @param all every route of the server
     * @throws IllegalStateException if two routes of one pattern would take the same version
     */
    public RouteTable(Collection<LocalRoute> all) {
        List<LocalRoute> seen = new ArrayList<>();
        for (LocalRoute route : all) {
            refuseDuplicate(seen, route);
            seen.add(route);
            routes.add(route.pattern(), route);
        }
        patterns = all.stream().map(LocalRoute::pattern).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Lists the patterns of all routes.
     *
     * @return each once, in lower case
     */
    public Set<String> patterns() {
        return patterns;
    }

    private static void refuseDuplicate(List<LocalRoute> seen, LocalRoute route) {
        for (LocalRoute other : seen) {
            if (other.pattern().equals(route.pattern()) && other.version().accepts(route.version())) {
                throw new IllegalStateException("two handlers for one route: " + other + " and " + route
                        + "; a route takes every version with its own major number");
            }
        }
    }

    /**
     * Looks for the routes of a topic.
     *
     * @param topic the request's
     * @param version the request's
     * @return what was found, or null if no route has the topic in any version
     */
    public @Nullable RouteMatch find(TopicName topic, SemVer version) {
        int place = topic.hashCode() & REMEMBERED - 1;
        Found known = remembered[place];
        if (known != null && known.topic.equals(topic) && known.version.equals(version)) {
            return known.match;
        }
        RouteMatch match = look(topic, version);
        if (match != null && match.route() != null) {
            remembered[place] = new Found(topic, version, match);
        }
        return match;
    }

    private @Nullable RouteMatch look(TopicName topic, SemVer version) {
        List<LocalRoute> found = new ArrayList<>(1);
        routes.match(topic.levels(), found::add);
        if (found.isEmpty()) {
            return null;
        }
        if (found.size() == 1 && found.get(0).version().accepts(version)) {
            return RouteMatch.of(found.get(0)); // Nearly always: no stream, no comparator.
        }
        return found.stream()
                .filter(route -> route.version().accepts(version))
                .min(BY_PATTERN)
                .map(RouteMatch::of)
                .orElseGet(() -> RouteMatch.otherVersions(found));
    }

    private static final Comparator<LocalRoute> BY_PATTERN =
            Comparator.comparing(LocalRoute::pattern, RouteTable::moreSpecificFirst);

    private static int moreSpecificFirst(String left, String right) {
        String[] a = left.split("\\.");
        String[] b = right.split("\\.");
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = Integer.compare(vagueness(a[i]), vagueness(b[i]));
            if (order != 0) {
                return order;
            }
        }
        // Only '#' ends early or late: a.# and a both match a, and a is the more specific.
        return Integer.compare(a.length, b.length);
    }

    private static int vagueness(String level) {
        return switch (level) {
            case "+" -> 1;
            case "#" -> 2;
            default -> 0;
        };
    }
}
