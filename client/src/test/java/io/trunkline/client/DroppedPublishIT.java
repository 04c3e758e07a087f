package io.trunkline.client;

import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One-way publishes that a full outbound queue drops, because its user wants that. */
class DroppedPublishIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of 900 kB each: the queue holds three, of which one may have begun to leave, and the kernel was told to hold less. */
    private static final int PUBLISHES = 20;

    private final AtomicLong told = new AtomicLong();
    private final ClientObserver observer = new ClientObserver() {
        @Override
        public void onOutboundDropped(long frames) {
            told.addAndGet(frames);
        }
    };

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
    void eachIsCountedAndToldAndTheOthersArriveInOrder(Overflow overflow) {
        OutboundLimits small = new OutboundLimits(1_000, 2_000, 3_000_000, Duration.ofMinutes(1), overflow);
        SocketOptions socket = SocketOptions.builder().sendBuffer(64 * 1024).build();
        try (Connected it = Connected.with(options ->
                options.maxPayload(900_000).outbound(small).socket(socket).observer(observer))) {
            for (int i = 0; i < PUBLISHES; i++) {
                it.client.publish("fill", numbered(i));
            }
            int dropped = (int) it.client.stats().framesDropped();
            assertThat(dropped).isBetween(1, PUBLISHES - 1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasValue(dropped));
            List<Integer> arrived = new ArrayList<>();
            for (int i = dropped; i < PUBLISHES; i++) {
                arrived.add((int) it.broker.takeTopic("fill").text().charAt(0));
            }
            assertThat(arrived).isSorted().doesNotHaveDuplicates();
            assertThat(arrived).contains(overflow == Overflow.DROP_OLDEST ? PUBLISHES - 1 : 0);
            it.client.closeNow();
            it.client.awaitClosed();
            assertThat(it.client.stats().framesDropped())
                    .as("its connection gone")
                    .isEqualTo(dropped);
        }
    }

    private static Payload numbered(int number) {
        byte[] bytes = new byte[900_000];
        bytes[0] = (byte) number;
        return Payload.wrap(bytes);
    }
}
