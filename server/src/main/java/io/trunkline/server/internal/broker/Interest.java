package io.trunkline.server.internal.broker;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a subscriber wants of a topic: its events, or the requests that it will answer. */
enum Interest {
    PUBLISH,
    REQUEST;

    /** The name as it stands on the wire. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@code publish}, {@code request} or {@code both}, in any case; null for anything else. */
    static @Nullable List<Interest> parse(String action) {
        return switch (action.toLowerCase(Locale.ROOT)) {
            case "publish" -> List.of(PUBLISH);
            case "request" -> List.of(REQUEST);
            case "both" -> List.of(PUBLISH, REQUEST);
            default -> null;
        };
    }
}
