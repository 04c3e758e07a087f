package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.internal.broker.InFlightTable.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightTableTest {
    private static final Body ANSWER = new Body(new byte[] {'1'}, 0, 1, false);

    private final InFlightTable table = new InFlightTable(new LongAdder());
    private final FakePeer caller = new FakePeer("caller");
    private final FakePeer target = new FakePeer("target");

    private ForwardedRequest forward(long id) {
        return forward(id, caller, target);
    }

    private ForwardedRequest forward(long id, FakePeer from, FakePeer to) {
        RequestHead head = new RequestHead(TopicName.of("t"), SemVer.DEFAULT, new UUID(1, id), null, 1);
        from.running().tryAdmit(head);
        TopicShare share = Objects.requireNonNull(from.running().tryShare("t", from.id()));
        ForwardedRequest request =
                new ForwardedRequest(new AdmittedRequest(from, head, share), new UUID(2, id), to, table);
        from.running().add(request);
        table.add(request);
        return request;
    }

    @Test
    void answerOfTheTargetIsExpectedOnce() {
        ForwardedRequest request = forward(1);
        assertThat(table.lookUp(request.brokerId(), target).expected()).isSameAs(request);
        request.respond(ANSWER);
        assertThat(table.lookUp(request.brokerId(), target).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(caller.log).containsExactly("relay 1");
        assertThat(caller.running().isIdle()).isTrue();
    }

    @Test
    void answerOfAnybodyElseIsUnknown() {
        ForwardedRequest request = forward(1);
        assertThat(table.lookUp(request.brokerId(), caller).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void lateAnswerIsForgivenOnceAndToTheTargetOnly() {
        ForwardedRequest request = forward(1);
        request.onDeadline();
        assertThat(caller.log).containsExactly("settle 1 TIMEOUT");
        assertThat(table.lookUp(request.brokerId(), caller).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(table.lookUp(request.brokerId(), target).verdict()).isEqualTo(Verdict.LATE);
        assertThat(table.lookUp(request.brokerId(), target).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(table.lateAnswers()).isEqualTo(1);
    }

    @Test
    void callerThatHasGoneIsToldNothing() {
        ForwardedRequest request = forward(1);
        caller.running().abandonAll();
        request.respond(ANSWER);
        request.onDeadline();
        assertThat(caller.log).isEmpty();
        assertThat(table.size()).isZero();
        assertThat(table.lookUp(request.brokerId(), target).verdict()).isEqualTo(Verdict.LATE);
    }

    @Test
    void lostTargetEndsItsRequestsAndNoOthers() {
        ForwardedRequest lost = forward(1);
        ForwardedRequest kept = forward(2, caller, new FakePeer("other"));
        table.lostWith(target).forEach(request -> request.lose("maybe"));
        assertThat(caller.log).containsExactly("settle 1 SERVICE_UNAVAILABLE");
        assertThat(lost.state()).isEqualTo(RunningRequest.State.ANSWERED);
        assertThat(kept.state()).isEqualTo(RunningRequest.State.RUNNING);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRequestEndsExactlyOnceWhateverRaces(long seed) {
        Random random = new Random(seed);
        FakePeer[] targets = {target, new FakePeer("second")};
        List<ForwardedRequest> all = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            if (all.isEmpty() || random.nextBoolean()) {
                all.add(forward(step, caller, targets[random.nextInt(2)]));
            } else {
                ForwardedRequest request = all.get(random.nextInt(all.size()));
                switch (random.nextInt(4)) {
                    case 0 -> request.respond(ANSWER);
                    case 1 -> request.onDeadline();
                    case 2 -> request.cut();
                    default -> table.lostWith(request.target()).forEach(lost -> lost.lose("maybe"));
                }
            }
        }
        all.forEach(ForwardedRequest::onDeadline);
        assertThat(caller.log).as("seed %d", seed).hasSameSizeAs(all);
        assertThat(table.size()).as("seed %d", seed).isZero();
        assertThat(caller.running().isIdle()).as("seed %d", seed).isTrue();
    }
}
