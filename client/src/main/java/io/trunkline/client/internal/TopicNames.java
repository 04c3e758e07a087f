package io.trunkline.client.internal;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the header bytes of a route's topic and version, which are made once.
 *
 * <p>Thread-safe. Routes are constants, so the same strings come again and their hash codes are known.
 */
final class TopicNames {
    /** More contracts than one client uses; topics beyond it, made at run time, are encoded each time. */
    private static final int KEPT = 4_096;

    private final ConcurrentHashMap<String, TopicName> topics = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, SemVer> versions = new ConcurrentHashMap<>();

    TopicName topic(String text) {
        TopicName known = topics.get(text);
        if (known != null) {
            return known;
        }
        TopicName made = TopicName.of(text);
        if (topics.size() < KEPT) {
            topics.put(text, made);
        }
        return made;
    }

    SemVer version(String text) {
        if (text.equals(SemVer.DEFAULT.text())) {
            return SemVer.DEFAULT;
        }
        SemVer known = versions.get(text);
        if (known != null) {
            return known;
        }
        SemVer made = SemVer.parse(text);
        if (versions.size() < KEPT) {
            versions.put(text, made);
        }
        return made;
    }
}
