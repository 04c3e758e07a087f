package io.trunkline.server.internal.admission;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.codec.internal.message.TopicPattern;
import java.util.List;

/**
 * The patterns of one rule, by what they allow. Immutable.
 *
 * @param publish topics that may be published to
 * @param subscribe patterns whose events may be had
 * @param request topics that may be asked
 * @param serve patterns whose requests may be answered
 */
public record Rights(
        List<TopicPattern> publish,
        List<TopicPattern> subscribe,
        List<TopicPattern> request,
        List<TopicPattern> serve) {

    /** Copies the lists. */
    public Rights {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
        request = List.copyOf(request);
        serve = List.copyOf(serve);
    }

    static boolean anyMatches(List<TopicPattern> patterns, TopicName topic) {
        for (int i = 0; i < patterns.size(); i++) { // No iterator: this is asked for every message.
            if (patterns.get(i).matches(topic)) {
                return true;
            }
        }
        return false;
    }

    static boolean anyCovers(List<TopicPattern> patterns, TopicPattern asked) {
        return patterns.stream().anyMatch(allowed -> PatternCover.covers(allowed, asked));
    }
}
