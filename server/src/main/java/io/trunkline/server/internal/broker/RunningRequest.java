package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.internal.OrderlyDeadline;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One accepted request from its last byte to its only end; it is its own deadline.
 *
 * <pre>{@code
 *             ┌──answer──▶ ANSWERED     the caller was told
 * RUNNING ────┼──deadline▶ EXPIRED      the caller was told TIMEOUT
 *             └──caller gone▶ ABANDONED nobody is told
 * }</pre>
 *
 * <p>Whoever moves the state away from RUNNING, by one CAS, does what the end demands; everybody else is late. Thread-safe;
 * the deadline fires on the caller's loop.
 */
abstract class RunningRequest extends OrderlyDeadline {
    /** Where a request stands; every state but the first is an end. */
    enum State {
        RUNNING,
        ANSWERED,
        EXPIRED,
        ABANDONED
    }

    /** The reply of what still ran when a shutdown's grace was over. */
    static final Reply SHUT_DOWN = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "The server has shut down",
            Map.of("reason", "SHUTTING_DOWN", "executed", "maybe"));

    private final Peer source;
    private final @Nullable UUID id;
    private final TopicName topic;
    private final SemVer version;
    private boolean repeated;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    /** What is to be given back when the work has ended; null once it was. */
    private final AtomicReference<@Nullable TopicShare> share;

    RunningRequest(AdmittedRequest admitted) {
        RequestHead head = admitted.head();
        this.source = admitted.source();
        this.share = new AtomicReference<>(admitted.share());
        this.id = head.id();
        this.topic = head.topic();
        this.version = head.version();
    }

    /** Takes note that its id was used again; true the second time. The caller's loop only. */
    final boolean isRepeated() {
        boolean before = repeated;
        repeated = true;
        return before;
    }

    /** Ends the request; false if it had ended already. */
    final boolean end(State as) {
        return state.compareAndSet(State.RUNNING, as);
    }

    /** Gives slot and share back; false if that has been done. */
    final boolean tryFree() {
        TopicShare held = share.getAndSet(null);
        if (held == null) {
            return false;
        }
        held.end();
        source.release();
        return true;
    }

    final State state() {
        return Objects.requireNonNull(state.get(), "never null");
    }

    /** Ends it without a word: its caller has gone. */
    abstract void abandon();

    /** Ends it because the server does; false if it had ended already. */
    abstract boolean cut();

    final Peer source() {
        return source;
    }

    /** The caller's own id; null for one-way requests. */
    final @Nullable UUID id() {
        return id;
    }

    final TopicName topic() {
        return topic;
    }

    final SemVer version() {
        return version;
    }
}
