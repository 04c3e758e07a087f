package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.QueueFullException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.RequestIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection: starts them, pairs their answers, and ends those that get none.
 *
 * <pre>{@code
 * start:  table ─▶ outbound queue ─▶ deadline         any thread
 * answer: read ─▶ table ─▶ bind ─▶ outcome ─▶ wake     loop
 * }</pre>
 *
 * <p>Thread-safe. A call is in the table before its bytes are written, so no answer can be too early.
 */
final class Calls {
    /** Memory that is short now may be there then. */
    private static final long MEMORY_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final SessionLine line;
    private final InFlightTable table = new InFlightTable();
    private final RequestIds ids = new RequestIds();
    private final LongAdder lateAnswers = new LongAdder();

    Calls(SessionLine line) {
        this.line = line;
    }

    /** Starts a call that its caller will park on. */
    <R> BlockingCall<R> block(CallTerms<R> terms) {
        long ticket = ids.next();
        return block(terms, ids.high(ticket), ids.low(ticket));
    }

    /** Does the same under an id of the caller's, which no other call in flight has. */
    <R> BlockingCall<R> block(CallTerms<R> terms, long idHigh, long idLow) {
        BlockingCall<R> call = new BlockingCall<>(this, terms, idHigh, idLow);
        start(call);
        return call;
    }

    /** Starts a call that completes a future. */
    <R> CallFuture<R> async(CallTerms<R> terms) {
        long ticket = ids.next();
        return async(terms, ids.high(ticket), ids.low(ticket));
    }

    /** Does the same under an id of the caller's, which no other call in flight has. */
    <R> CallFuture<R> async(CallTerms<R> terms, long idHigh, long idLow) {
        AsyncCall<R> call = new AsyncCall<>(this, terms, idHigh, idLow);
        start(call);
        return call.future();
    }

    /** Starts a call of our own, whose stages run on the loop whatever the user has chosen for his. */
    <R> CompletableFuture<R> internal(CallTerms<R> terms) {
        long ticket = ids.next();
        InternalCall<R> call = new InternalCall<>(this, terms, ids.high(ticket), ids.low(ticket));
        start(call);
        return call.future();
    }

    /** Starts a call that was made for this connection. */
    void start(PendingCall<?> call) {
        switch (table.add(call)) {
            case FULL ->
                call.settle(Outcome.failed(new QueueFullException(
                        "too many calls in flight to " + line.peer() + ": wait for answers",
                        InFlightTable.MAX_CALLS,
                        InFlightTable.MAX_CALLS + 1L)));
            case CLOSED -> {
                call.due(line.loop().nanos() + call.terms().timeout().toNanos());
                call.settle(Outcome.failed(line.refusal()));
            }
            case ADDED -> send(call);
        }
    }

    private void send(PendingCall<?> call) {
        CallTerms<?> terms = call.terms();
        long deadline = line.loop().recentNanos() + terms.timeout().toNanos();
        call.due(deadline);
        try {
            line.write(new CallFrame(line.limits(), header(call), call, deadline, line.loop()));
            if (line.isEnded()) {
                lost(call); // Whoever ended the others may have left this one to its own thread.
            } else if (call.outcome() == null) {
                line.loop().schedule(call, deadline);
            }
        } catch (RuntimeException e) {
            end(call, e);
        } catch (Error e) {
            table.remove(call); // No memory, say: the caller is thrown that, so nobody else is to wait for an end.
            throw e;
        }
    }

    private static HeaderWriter header(PendingCall<?> call) {
        CallTerms<?> terms = call.terms();
        HeaderWriter header = new HeaderWriter()
                .begin(terms.action(), terms.topic(), terms.version())
                .requestId(call.idHigh, call.idLow);
        UUID parent = terms.parent();
        if (parent != null) {
            header.parentId(parent.getMostSignificantBits(), parent.getLeastSignificantBits());
        }
        return header;
    }

    /** Ends the call that an answer belongs to; false if nobody waits for it. Loop-confined. */
    boolean answered(HeaderParser header, Answer answer) {
        PendingCall<?> call = take(header);
        if (call == null) {
            return false;
        }
        if (!call.answer(answer)) {
            lateAnswers.increment();
        }
        line.loop().cancel(call);
        return true;
    }

    private @Nullable PendingCall<?> take(HeaderParser header) {
        return (PendingCall<?>) table.take(header.requestIdHigh(), header.requestIdLow());
    }

    /** Counts an answer that nobody waits for. */
    void late() {
        lateAnswers.increment();
    }

    long lateAnswers() {
        return lateAnswers.sum();
    }

    /** Ends a call without an answer, unless it has ended. */
    void end(PendingCall<?> call, RuntimeException why) {
        table.remove(call);
        if (call.settle(Outcome.failed(why))) {
            line.loop().cancel(call);
        }
    }

    /** Has a call look again in a moment how it ends, for want of memory to say so now. Loop-confined. */
    void later(PendingCall<?> call) {
        line.loop().schedule(call, line.loop().nanos() + MEMORY_PAUSE);
    }

    void timedOut(PendingCall<?> call) {
        Delivery delivery = call.withdraw();
        CallTerms<?> terms = call.terms();
        end(
                call,
                new RequestTimeoutException(
                        "no answer to '" + terms.topic() + "' from " + line.peer() + " within "
                                + terms.timeout().toMillis() + " ms (in flight " + table.size()
                                + "); a longer timeout goes on the route or the call",
                        terms.timeout(),
                        delivery));
    }

    /** Ends one call because the connection is gone. */
    void lost(PendingCall<?> call) {
        end(call, line.loss(call.deliveryAtEnd()));
    }

    /** Refuses further calls; those in flight go on. */
    void refuse() {
        table.refuse();
    }

    /**
     * Ends every call because the connection is gone, and refuses further ones.
     *
     * <p>One that its own thread is still handing over ends there: the thread learns whether it was queued. The last comes
     * first: what was not sent goes back to the head of those that wait.
     */
    void close() {
        List<PendingCall<?>> left = new ArrayList<>();
        for (CallEntry<?> entry : table.close()) {
            PendingCall<?> call = (PendingCall<?>) entry;
            if (call.isQueued()) {
                left.add(call);
            }
        }
        left.sort(
                Comparator.<PendingCall<?>>comparingLong(PendingCall::position).reversed());
        left.forEach(this::tryLost);
    }

    private void tryLost(PendingCall<?> call) {
        try {
            lost(call);
        } catch (OutOfMemoryError e) {
            later(call);
        }
    }

    /** Runs a task when nothing is in flight; it may run twice. */
    void onIdle(Runnable task) {
        table.onEmpty(task);
    }

    int inFlight() {
        return table.size();
    }

    /** Takes over what ended before it was sent. */
    Unsent unsent() {
        return line.unsent();
    }

    boolean isOnLoop() {
        return line.loop().inLoop();
    }

    boolean withdraw(long position, int size) {
        return line.withdraw(position, size);
    }

    long written() {
        return line.written();
    }

    String peer() {
        return line.peer();
    }

    /** Whether the thread that ends a call completes its future, too. */
    boolean completesHere() {
        return line.completesHere();
    }

    /** Completes a future where the client wants its stages to run. */
    void complete(Runnable completion) {
        line.complete(completion);
    }

    Executor workers() {
        return line.workers();
    }
}
