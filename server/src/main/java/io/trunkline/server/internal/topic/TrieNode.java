package io.trunkline.server.internal.topic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One level of the trie: the values whose pattern ends here, and the levels below.
 *
 * <p>Written under the trie's lock, read without. The maps are made when first needed and dropped when empty: most nodes
 * have either values or children.
 */
final class TrieNode<V> {
    /** Matches exactly one level. */
    static final String ONE = "+";

    /** Matches zero or more levels; stands last only. */
    static final String REST = "#";

    /** Most levels have a handful of successors; the map grows by itself where there are more. */
    private static final int FEW = 4;

    private volatile @Nullable Map<V, V> values;
    private volatile @Nullable Map<String, TrieNode<V>> children;

    @Nullable
    TrieNode<V> child(String level) {
        return children().get(level);
    }

    Map<String, TrieNode<V>> children() {
        Map<String, TrieNode<V>> present = children;
        return present == null ? Map.of() : present;
    }

    TrieNode<V> childOrNew(String level) {
        Map<String, TrieNode<V>> present = children;
        if (present == null) {
            present = new ConcurrentHashMap<>(FEW);
            children = present;
        }
        return present.computeIfAbsent(level, name -> new TrieNode<>());
    }

    void drop(String level) {
        Map<String, TrieNode<V>> present = children();
        present.remove(level);
        if (present.isEmpty()) {
            children = null;
        }
    }

    boolean isUnused() {
        return values == null && children == null;
    }

    boolean hasValues() {
        return values != null;
    }

    /** Adds the value or replaces an equal one; false in the second case. */
    boolean put(V value) {
        Map<V, V> present = values;
        if (present == null) {
            present = new ConcurrentHashMap<>(FEW);
            values = present;
        }
        return present.put(value, value) == null;
    }

    /** Takes the value out; false if it was not there. */
    boolean take(V value) {
        Map<V, V> present = values;
        if (present == null || present.remove(value) == null) {
            return false;
        }
        if (present.isEmpty()) {
            values = null;
        }
        return true;
    }

    /** Gives the values of {@code #} below this node: they match whatever is left of the topic. */
    void giveRest(Consumer<? super V> found) {
        TrieNode<V> rest = child(REST);
        if (rest != null) {
            rest.give(found);
        }
    }

    void give(Consumer<? super V> found) {
        Map<V, V> present = values;
        if (present != null) {
            present.values().forEach(found);
        }
    }
}
