package io.trunkline.client.internal;

import io.trunkline.client.internal.PatternEntry.Step;
import io.trunkline.transport.ConnectionLostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the client wants of its broker, and keeps the broker informed, on this connection and on the next.
 *
 * <pre>{@code
 * add, remove ─▶ entry ─▶ wire: subscribe, unsubscribe ─▶ answered ─▶ the declarations are told
 * attach: a new connection's broker is told everything          detach: what the old one was told is forgotten
 * }</pre>
 *
 * <p>Thread-safe. Guarded by {@code lock}, under which nothing is called.
 */
final class Declarations<D extends Declared> {
    /** Requests on their way while everything is told anew: enough to fill a connection, and little against its queue. */
    private static final int WINDOW = 1_024;

    /** How the broker is told; implemented by whoever owns the connection. */
    interface Wire {
        CompletionStage<?> subscribe(String pattern);

        CompletionStage<?> unsubscribe(String pattern);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, PatternEntry<D>> entries = new HashMap<>();
    private final BiConsumer<String, RuntimeException> refused;

    /** Counts changes, for those who keep what they made of the entries. */
    private final AtomicInteger version = new AtomicInteger();

    private @Nullable Wire wire;
    private @Nullable Supplier<RuntimeException> ended;

    /**
     * @param refused told of patterns that a former broker acknowledged and the present one does not
     */
    Declarations(BiConsumer<String, RuntimeException> refused) {
        this.refused = refused;
    }

    int version() {
        return version.get();
    }

    /** Declares something; its confirmation completes when the broker has acknowledged the pattern. */
    void add(D declaration) {
        String key = declaration.pattern().toLowerCase(Locale.ROOT);
        PatternEntry<D> entry;
        boolean known;
        lock.lock();
        try {
            if (ended != null) {
                throw ended.get();
            }
            entry = entries.computeIfAbsent(key, PatternEntry::new);
            known = entry.add(declaration);
            changed();
        } finally {
            lock.unlock();
        }
        if (known) {
            declaration.confirm(null);
        }
        advance(entry);
    }

    /** Withdraws a declaration; the broker is told when it was the last of its pattern. */
    void remove(D declaration) {
        PatternEntry<D> entry;
        lock.lock();
        try {
            entry = entries.get(declaration.pattern().toLowerCase(Locale.ROOT));
            if (entry == null || !entry.remove(declaration)) {
                return;
            }
            changed();
        } finally {
            lock.unlock();
        }
        advance(entry);
    }

    /** Tells a new connection's broker everything that is wanted; runs a task when it has answered all of it. */
    void attach(Wire newWire, Runnable restored) {
        List<PatternEntry<D>> all;
        lock.lock();
        try {
            wire = newWire;
            all = List.copyOf(entries.values());
        } finally {
            lock.unlock();
        }
        new Restoration(all.iterator(), restored).goOn();
    }

    /** Forgets what the broker of a lost connection was told; another one's wire stays. */
    void detach(Wire lost) {
        lock.lock();
        try {
            if (wire == lost) {
                wire = null;
                entries.values().forEach(PatternEntry::detached);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks what is to be asked next of one pattern, if anything is; gives the answer's stage. */
    private @Nullable CompletionStage<?> advance(PatternEntry<D> entry) {
        Wire to;
        Step step;
        int generation;
        lock.lock();
        try {
            to = wire;
            step = to == null ? entry.nextUnconnected() : entry.next();
            generation = entry.generation();
            if (step == Step.FORGET) {
                entries.remove(entry.key, entry);
            }
        } finally {
            lock.unlock();
        }
        if (to == null) {
            return null;
        }
        return switch (step) {
            case SUBSCRIBE -> follow(entry, generation, to.subscribe(entry.key));
            case UNSUBSCRIBE -> follow(entry, generation, to.unsubscribe(entry.key));
            // Nothing to ask, or an answer is on its way and will bring us here again.
            case NOTHING, FORGET -> null;
        };
    }

    private CompletionStage<?> follow(PatternEntry<D> entry, int generation, CompletionStage<?> answer) {
        return answer.whenComplete((ignored, error) -> answered(entry, generation, Failures.unwrap(error)));
    }

    private void answered(PatternEntry<D> entry, int generation, @Nullable RuntimeException error) {
        List<D> concerned;
        boolean lost;
        lock.lock();
        try {
            if (entry.generation() != generation || error instanceof ConnectionLostException) {
                return; // A connection that is ending is detached in a moment; the next one's broker is asked again.
            }
            concerned = error == null ? entry.succeeded() : entry.failed();
            lost = entry.isRefused();
            changed();
        } finally {
            lock.unlock();
        }
        for (D declaration : concerned) {
            declaration.confirm(error);
            if (error != null) {
                declaration.end();
            }
        }
        if (lost && error != null) {
            refused.accept(entry.key, error);
        }
        advance(entry);
    }

    private void changed() {
        assert lock.isHeldByCurrentThread();
        version.incrementAndGet();
    }

    /** Refuses further declarations, and fails those that still wait for their acknowledgement. */
    void end(Supplier<RuntimeException> reason) {
        lock.lock();
        try {
            ended = reason;
            wire = null;
        } finally {
            lock.unlock();
        }
        for (D declaration : all()) {
            declaration.confirm(reason.get());
        }
    }

    List<D> all() {
        List<D> all = new ArrayList<>();
        lock.lock();
        try {
            entries.values().forEach(entry -> all.addAll(entry.declared()));
        } finally {
            lock.unlock();
        }
        return all;
    }

    /** Tells one connection's broker everything, a window at a time. Loop-confined. */
    private final class Restoration {
        private final Iterator<PatternEntry<D>> left;
        private final Runnable restored;
        private int underWay;
        private boolean asking;
        private boolean done;

        Restoration(Iterator<PatternEntry<D>> left, Runnable restored) {
            this.left = left;
            this.restored = restored;
        }

        void goOn() {
            if (asking) {
                return; // An answer that came at once, while its question was asked.
            }
            asking = true;
            while (underWay < WINDOW && left.hasNext()) {
                ask(left.next());
            }
            asking = false;
            if (underWay == 0 && !done) {
                done = true;
                restored.run();
            }
        }

        private void ask(PatternEntry<D> entry) {
            CompletionStage<?> answer = advance(entry);
            if (answer != null) {
                underWay++;
                answer.whenComplete((ignored, error) -> {
                    underWay--;
                    goOn();
                });
            }
        }
    }
}
