package io.trunkline.server.internal.topic;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of all patterns that match a topic, in time that grows with the topic's levels and not with the patterns.
 *
 * <pre>{@code
 * patterns a.b → 1, a.+ → 2, a.# → 3          topic a.b visits the nodes marked *
 *
 *   root* ── "a"* ─┬─ "b"*  values [1]
 *                  ├─ plus* values [2]
 *                  └─ rest  values [3]         '#' matches zero or more levels: a, a.b, a.b.c
 * }</pre>
 *
 * <p>Each pattern holds a value at most once, by {@code equals}. With five levels a match visits at most 2⁵ nodes.
 *
 * <p>Thread-safe: {@link #match} takes no lock and sees each pattern either before or after a concurrent change. Writes are
 * guarded by {@code lock}.
 *
 * @param <V> what a pattern leads to
 */
public final class TopicTrie<V> {
    private final ReentrantLock lock = new ReentrantLock();
    private final TrieNode<V> root = new TrieNode<>();

    /**
     * Adds a value under a pattern.
     *
     * @param pattern legal, in lower case
     * @param value replaces an equal one
     * @return false if an equal value was there
     */
    public boolean add(String pattern, V value) {
        lock.lock();
        try {
            return nodeFor(pattern).put(value);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a value from under a pattern, and the nodes that this leaves without use.
     *
     * @param pattern legal, in lower case
     * @param value equal to the one to remove
     * @return false if it was not there
     */
    public boolean remove(String pattern, V value) {
        lock.lock();
        try {
            return remove(root, levelsOf(pattern), 0, value);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives every value whose pattern matches, one call per pattern.
     *
     * @param topic the levels of a legal topic, in lower case, without wildcards
     * @param found called on this thread
     */
    public void match(List<String> topic, Consumer<? super V> found) {
        match(root, topic, 0, found);
    }

    /**
     * Gives the values of the pattern that is this very topic, and of no wildcard.
     *
     * @param topic the levels of a legal topic, in lower case
     * @param found called on this thread
     */
    public void matchByName(List<String> topic, Consumer<? super V> found) {
        TrieNode<V> node = nodeOf(topic);
        if (node != null) {
            node.give(found);
        }
    }

    /**
     * Tells whether the pattern that is this very topic has a value.
     *
     * @param topic the levels of a legal topic, in lower case
     * @return false if it has none
     */
    public boolean hasValues(List<String> topic) {
        TrieNode<V> node = nodeOf(topic);
        return node != null && node.hasValues();
    }

    private @Nullable TrieNode<V> nodeOf(List<String> topic) {
        @Nullable TrieNode<V> node = root;
        for (int i = 0; i < topic.size() && node != null; i++) {
            node = node.child(topic.get(i));
        }
        return node;
    }

    /**
     * Tells whether no pattern has a value.
     *
     * @return true if nothing is left, not even a node
     */
    public boolean isEmpty() {
        return root.isUnused();
    }

    private static List<String> levelsOf(String pattern) {
        return List.of(pattern.split("\\.", -1));
    }

    private TrieNode<V> nodeFor(String pattern) {
        TrieNode<V> node = root;
        for (String level : levelsOf(pattern)) {
            node = node.childOrNew(level);
        }
        return node;
    }

    private boolean remove(TrieNode<V> node, List<String> levels, int depth, V value) {
        assert lock.isHeldByCurrentThread();
        if (depth == levels.size()) {
            return node.take(value);
        }
        @Nullable TrieNode<V> child = node.child(levels.get(depth));
        if (child == null || !remove(child, levels, depth + 1, value)) {
            return false;
        }
        if (child.isUnused()) {
            node.drop(levels.get(depth));
        }
        return true;
    }

    private void match(TrieNode<V> node, List<String> levels, int depth, Consumer<? super V> found) {
        node.giveRest(found);
        if (depth == levels.size()) {
            node.give(found);
            return;
        }
        matchIn(node.child(levels.get(depth)), levels, depth + 1, found);
        matchIn(node.child(TrieNode.ONE), levels, depth + 1, found);
    }

    private void matchIn(@Nullable TrieNode<V> node, List<String> levels, int depth, Consumer<? super V> found) {
        if (node != null) {
            match(node, levels, depth, found);
        }
    }
}
