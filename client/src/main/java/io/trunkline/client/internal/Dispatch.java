package io.trunkline.client.internal;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.codec.internal.message.TopicPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who receives what, at one moment.
 *
 * <p>Immutable but for a cache of answers, which is loop-confined as {@link #receiversOf} is.
 */
final class Dispatch {
    /** Topics remembered; beyond it the cache starts over, so that a flood of topics cannot fill the heap. */
    private static final int CACHED_TOPICS = 1_024;

    private record Interest(TopicPattern pattern, List<ActiveSubscription<?>> receivers) {}

    private final int version;
    private final List<Interest> interests;
    private final Map<TopicName, List<ActiveSubscription<?>>> cache = new HashMap<>();

    private Dispatch(int version, List<Interest> interests) {
        this.version = version;
        this.interests = interests;
    }

    static Dispatch of(int version, List<ActiveSubscription<?>> subscriptions) {
        Map<String, List<ActiveSubscription<?>>> patterns = new LinkedHashMap<>();
        for (ActiveSubscription<?> subscription : subscriptions) {
            patterns.computeIfAbsent(subscription.pattern().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(subscription);
        }
        List<Interest> interests = new ArrayList<>(patterns.size());
        patterns.forEach((key, receivers) -> interests.add(new Interest(TopicPattern.of(key), receivers)));
        return new Dispatch(version, interests);
    }

    /** Which state of the declarations it was made of. */
    int version() {
        return version;
    }

    /** Finds the receivers of a topic, however it is written. */
    List<ActiveSubscription<?>> receiversOf(TopicName topic) {
        List<ActiveSubscription<?>> known = cache.get(topic);
        return known != null ? known : remember(topic);
    }

    private List<ActiveSubscription<?>> remember(TopicName topic) {
        if (cache.size() >= CACHED_TOPICS) {
            cache.clear();
        }
        List<ActiveSubscription<?>> found = match(topic);
        cache.put(topic, found);
        return found;
    }

    private List<ActiveSubscription<?>> match(TopicName topic) {
        List<ActiveSubscription<?>> found = new ArrayList<>();
        for (Interest interest : interests) {
            if (interest.pattern().matches(topic)) {
                found.addAll(interest.receivers());
            }
        }
        return List.copyOf(found);
    }
}
