package io.trunkline.server.internal.broker;

import io.trunkline.server.Backplane;
import io.trunkline.server.internal.broker.SubscriptionRegistry.Entry;
import io.trunkline.server.internal.topic.TopicTrie;
import io.trunkline.transport.internal.EventLoop;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Keeps one link of the backplane for each pattern that somebody here has subscribed to, soon after it changes.
 *
 * <pre>{@code
 * subscribe, unsubscribe, an end ─▶ changed(entry) ─▶ [ changed entries ] ─ home loop ─▶ wanted and not linked: link
 *  (under the registry's lock)                                                         linked and not wanted: cancel
 * }</pre>
 *
 * <p>What is wanted is asked for when it is acted on, so the last change wins whatever their order. {@link #changed} and
 * {@link #isFirst} are thread-safe; the rest is the home loop's.
 */
final class SharedInterests {
    private static final String SYSTEM = "system";

    private final SubscriptionRegistry<Peer> registry;
    private final EventLoop home;
    private final Function<Entry, Backplane.Link> linking;
    private final Set<Entry> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean due = new AtomicBoolean();
    private final Map<Entry, Backplane.Link> links = new HashMap<>();
    private final TopicTrie<String> linkedEvents = new TopicTrie<>();

    SharedInterests(SubscriptionRegistry<Peer> registry, EventLoop home, Function<Entry, Backplane.Link> linking) {
        this.registry = registry;
        this.home = home;
        this.linking = linking;
    }

    /** Takes note that somebody has come to an entry, or has gone from it. */
    void changed(Entry entry) {
        if (levels(entry.pattern()).get(0).equals(SYSTEM)) {
            return; // The broker's own events are about this server alone.
        }
        changed.add(entry);
        if (due.compareAndSet(false, true)) {
            home.tryExecute(this::settle);
        }
    }

    private void settle() {
        due.set(false); // Before the look: what changes now brings a task of its own.
        for (Iterator<Entry> each = changed.iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            each.remove();
            settle(entry);
        }
    }

    private void settle(Entry entry) {
        boolean wanted = registry.isHeld(entry);
        if (wanted && !links.containsKey(entry)) {
            if (entry.interest() == Interest.PUBLISH) {
                linkedEvents.add(entry.pattern(), entry.pattern());
            }
            links.put(entry, linking.apply(entry));
        } else if (!wanted) {
            Backplane.Link link = links.remove(entry);
            if (link != null) {
                linkedEvents.remove(entry.pattern(), entry.pattern());
                link.cancel();
            }
        }
    }

    /** Whether a pattern is the first of those linked that match a topic: an event comes by each, and is taken from one. */
    boolean isFirst(String pattern, List<String> topic) {
        String[] first = {pattern};
        linkedEvents.match(topic, found -> {
            if (found.compareTo(first[0]) < 0) {
                first[0] = found;
            }
        });
        return first[0].equals(pattern);
    }

    static List<String> levels(String pattern) {
        return List.of(pattern.split("\\.", -1));
    }
}
