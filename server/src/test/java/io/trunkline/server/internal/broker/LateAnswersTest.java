package io.trunkline.server.internal.broker;

import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LateAnswersTest {
    private final LateAnswers late = new LateAnswers(3);
    private final FakePeer one = new FakePeer("one");
    private final FakePeer two = new FakePeer("two");

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    @Test
    void oldestIsForgottenForTheNewest() {
        for (int i = 0; i < 4; i++) {
            late.add(id(i), one);
        }
        assertThat(late.size()).isEqualTo(3);
        assertThat(late.remove(id(0), one)).isFalse();
        assertThat(late.remove(id(1), one)).isTrue();
    }

    @Test
    void peerThatGoesTakesItsOwnAndNoOthers() {
        late.add(id(1), one);
        late.add(id(2), two);
        late.add(id(3), one);
        late.removeAll(one);
        late.removeAll(one);
        assertThat(late.remove(id(1), one)).isFalse();
        assertThat(late.remove(id(2), two)).isTrue();
        assertThat(late.size()).isZero();
    }

    @Test
    void onlyTheOneThatOwesAnAnswerIsForgiven() {
        late.add(id(1), one);
        assertThat(late.remove(id(1), two)).isFalse();
        assertThat(late.remove(id(1), one)).isTrue();
        assertThat(late.remove(id(1), one)).isFalse();
    }
}
