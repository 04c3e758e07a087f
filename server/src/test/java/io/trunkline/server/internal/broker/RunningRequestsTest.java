package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.internal.broker.RunningRequests.Admission;
import io.trunkline.transport.internal.MemoryBudget;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that end on their loop and elsewhere, whichever thread this test says that it is. */
class RunningRequestsTest {
    private static final RequestHead HEAD = new RequestHead(TopicName.of("t"), SemVer.DEFAULT, new UUID(1, 2), null, 1);

    private boolean onLoop = true;
    private final ServerLoad load = new ServerLoad(4);
    private final RunningRequests running = new RunningRequests(
            new TopicLoads(new LocalCalls(() -> 0, Runnable::run, null), load),
            2,
            new MemoryBudget(1 << 20),
            () -> onLoop);
    private final FakePeer caller = new FakePeer("caller", running);

    private RunningRequest begin() {
        assertThat(running.tryAdmit(HEAD)).isEqualTo(Admission.ADMITTED);
        TopicShare share = Objects.requireNonNull(running.tryShare("t", "caller"));
        RunningRequest request = new Request(new AdmittedRequest(caller, HEAD, share));
        running.add(request);
        return request;
    }

    /** Ends as a handler's answer does: the place first, then the answer. */
    private void answer(RunningRequest request) {
        assertThat(request.end(RunningRequest.State.ANSWERED)).isTrue();
        request.leavePlace();
        running.forget(request);
        running.ended();
        assertThat(request.tryFree()).isTrue();
    }

    @Test
    void idIsTakenUntilItsAnswerAndFreeAtOnceThereafter() {
        RunningRequest first = begin();
        assertThat(running.tryAdmit(HEAD)).isEqualTo(Admission.DUPLICATE);
        answer(first);
        assertThat(running.isAnswered()).isTrue();
        assertThat(running.isIdle()).isTrue();
        answer(begin());
        assertThat(load.running()).isZero();
    }

    @Test
    void answerOfAnotherThreadFreesIdPlaceAndShareBeforeTheLoopHears() {
        RunningRequest first = begin();
        onLoop = false;
        answer(first);
        onLoop = true;
        assertThat(running.isAnswered()).isTrue();
        assertThat(running.isIdle()).isTrue();
        RunningRequest second = begin();
        first.onCancelledElsewhere();
        assertThat(running.tryAdmit(HEAD)).as("the second is still there").isEqualTo(Admission.DUPLICATE);
        answer(second);
        assertThat(load.running()).isZero();
    }

    @Test
    void cutFindsWhatRunsOnly() {
        RunningRequest ended = begin();
        onLoop = false;
        answer(ended);
        onLoop = true;
        begin();
        onLoop = false;
        assertThat(running.cutAll()).isEqualTo(1);
    }

    private static final class Request extends RunningRequest {
        Request(AdmittedRequest admitted) {
            super(admitted);
        }

        @Override
        void abandon() {
            end(State.ABANDONED);
        }

        @Override
        boolean cut() {
            return end(State.ABANDONED);
        }

        @Override
        protected void onDeadline() {
            end(State.EXPIRED);
        }
    }
}
