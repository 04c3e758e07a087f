package io.trunkline.client.internal.supervise;

import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the endpoints once per attempt, and remembers what went wrong with each.
 *
 * <p>Loop-confined.
 */
public final class Rounds {
    private final EndpointBook book;
    private final int place;
    private final long timeoutNanos;
    private final Set<Endpoint> tried = new HashSet<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private @Nullable Endpoint last;
    private boolean underWay;
    private long deadline;

    /**
     * Makes rounds of a connection's own over the endpoints of its client.
     *
     * @param book the client's endpoints
     * @param place where in the list this connection begins: its number among the client's
     * @param timeout for a round
     */
    public Rounds(EndpointBook book, int place, Duration timeout) {
        this.book = book;
        this.place = place;
        this.timeoutNanos = timeout.toNanos();
    }

    void begin(long now) {
        tried.clear();
        failures.clear();
        underWay = true;
        deadline = now + timeoutNanos;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Gives the next endpoint, or null if the round is over or others are finding out about what is left. */
    EndpointBook.@Nullable Choice next() {
        EndpointBook.Choice choice = book.take(place, tried);
        if (choice != null) {
            tried.add(choice.endpoint());
            last = choice.endpoint();
        }
        return choice;
    }

    /** Whether every endpoint was tried; ends the round if so. */
    boolean isOver() {
        if (tried.size() == book.size()) {
            underWay = false;
        }
        return !underWay;
    }

    /** An equal share of the round's time for each endpoint that is left, the one that was taken last included. */
    Duration share(long now) {
        int left = book.size() - tried.size() + 1;
        // Never nothing: others may have been waited for.
        return Duration.ofNanos(Math.max(timeoutNanos / (2L * book.size()), (deadline - now) / left));
    }

    void whenKnown(Runnable task) {
        book.whenKnown(task);
    }

    void opened(EndpointBook.Choice choice) {
        underWay = false;
        book.opened(choice);
    }

    void failed(EndpointBook.Choice choice, RuntimeException why) {
        failures.add(why);
        book.failed(choice);
    }

    /** A connection to it has ended: whatever it was once chosen for is long known. */
    void lost(Endpoint endpoint) {
        book.failed(new EndpointBook.Choice(endpoint, false));
    }

    /** Nobody waits any more for what comes of it. */
    void abandoned(EndpointBook.Choice choice) {
        book.failed(choice);
    }

    /** What went wrong in the round: with one endpoint its own failure, else one that names them all. */
    RuntimeException failure() {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        Map<InetSocketAddress, Throwable> attempts = new LinkedHashMap<>();
        for (RuntimeException failure : failures) {
            if (failure instanceof ConnectFailedException known) {
                attempts.putAll(known.attempts());
            }
        }
        String what = failures.stream().map(RuntimeException::getMessage).collect(Collectors.joining(" | "));
        return new ConnectFailedException(
                Objects.requireNonNull(last, "one was tried"),
                "none of " + book.size() + " endpoints: " + what,
                attempts,
                failures.get(failures.size() - 1));
    }
}
