package io.trunkline.codec.internal.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes topics and versions objects once, and finds them again by their bytes without allocating.
 *
 * <p>One per event loop. Only legal ones are remembered, so a hit needs no check of the grammar. Loop-confined.
 */
public final class TopicCache {
    /** Far more topics than one loop sees in one turn; at 255 bytes each less than 1 MiB with all strings. */
    private static final int TOPICS = 1_024;

    /** Contracts have few versions. */
    private static final int VERSIONS = 64;

    private final ByteKeyCache<TopicName> topics = new ByteKeyCache<>(TOPICS);
    private final ByteKeyCache<SemVer> versions = new ByteKeyCache<>(VERSIONS);

    /** Makes an empty cache. */
    public TopicCache() {}

    /** Finds or makes the topic of these bytes; null if they are none. */
    @Nullable
    TopicName topic(byte[] bytes, int from, int to, int hash) {
        TopicName known = topics.find(bytes, from, to, hash);
        if (known != null) {
            return known;
        }
        if (TopicGrammar.firstFault(bytes, from, to, false) >= 0) {
            return null;
        }
        TopicName made = TopicName.ofChecked(Arrays.copyOfRange(bytes, from, to));
        topics.remember(made.bytes(), hash, made);
        return made;
    }

    /** Finds or makes the version of these bytes; null if they are none. */
    @Nullable
    SemVer version(byte[] bytes, int from, int to, int hash) {
        SemVer known = versions.find(bytes, from, to, hash);
        if (known != null) {
            return known;
        }
        if (SemVerGrammar.firstFault(bytes, from, to) >= 0) {
            return null;
        }
        SemVer made = SemVer.ofChecked(Arrays.copyOfRange(bytes, from, to));
        versions.remember(made.bytes(), hash, made);
        return made;
    }
}
