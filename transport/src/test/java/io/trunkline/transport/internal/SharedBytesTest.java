package io.trunkline.transport.internal;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.manual.ManualConnection;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Large frames, whose last bytes the queue refers to instead of copying them. */
class SharedBytesTest {
    private static final int SIZE = 300_000;

    private final byte[] body = new byte[SIZE];

    SharedBytesTest() {
        new Random(7).nextBytes(body);
    }

    private ManualConnection open(AtomicReference<FrameConnection<Payload>> to) {
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lengthPrefixed(), FrameLimits.of(1 << 20), OutboundLimits.DEFAULT, Runnable::run, true));
        return new ManualConnection(ConnectionSettings.DEFAULT, protocol.logic(connection -> {
            to.set(connection);
            return frame -> {};
        }));
    }

    private static FrameConnection<Payload> sender(AtomicReference<FrameConnection<Payload>> opened) {
        return Objects.requireNonNull(opened.get(), "not open");
    }

    private void assertSent(ManualConnection manual) {
        byte[] sent = manual.socket().taken();
        assertThat(ByteBuffer.wrap(sent).getInt()).isEqualTo(SIZE);
        assertThat(Arrays.equals(sent, 4, sent.length, body, 0, SIZE)).isTrue();
    }

    @Test
    void aLargeFrameLeavesWholeFromTheLoop() {
        AtomicReference<FrameConnection<Payload>> frames = new AtomicReference<>();
        try (ManualConnection manual = open(frames)) {
            sender(frames).send(Payload.wrap(body));
            manual.loop().runUntilIdle();

            assertSent(manual);
            assertThat(manual.socket().writes()).as("writes of 128 KiB").isEqualTo(3);
        }
    }

    @Test
    void aLargeFrameOfAnotherThreadLeavesHeaderAndBodyTogether() throws Exception {
        AtomicReference<FrameConnection<Payload>> frames = new AtomicReference<>();
        try (ManualConnection manual = open(frames)) {
            Thread elsewhere = new Thread(() -> sender(frames).send(Payload.wrap(body)), "elsewhere");
            elsewhere.start();
            elsewhere.join();
            assertThat(manual.socket().taken()).hasSize(64 * 1024);

            manual.loop().runUntilIdle();
            assertSent(manual);
        }
    }

    @Test
    void aShortWriteAnywhereLosesNothing() {
        for (int window : new int[] {1, 3, 4, 5, 16_383, 16_384, 65_535, 65_536, 65_537, SIZE + 3}) {
            AtomicReference<FrameConnection<Payload>> frames = new AtomicReference<>();
            try (ManualConnection manual = open(frames)) {
                manual.socket().window(window);
                sender(frames).send(Payload.wrap(body));
                manual.loop().runUntilIdle();
                manual.socket().window(2 * SIZE);
                manual.writable();
                manual.loop().runUntilIdle();

                assertSent(manual);
            }
        }
    }

    @Test
    void manyQueuesHoldABodyWithoutACopyAndAWithdrawalLeavesItWhole() {
        OutboundQueue queue = new OutboundQueue(new ChunkPool());
        OutboundQueue other = new OutboundQueue(new ChunkPool());
        Encoded shared = new Encoded(body);
        queue.add(shared, SIZE);
        other.add(shared, SIZE);
        assertThat(queue.first(1).array()).isSameAs(body);
        assertThat(other.first(1).array()).isSameAs(body);

        assertThat(queue.withdraw(0, SIZE)).isTrue();

        assertThat(queue.isEmpty()).isTrue();
        ByteBuffer out = ByteBuffer.allocate(SIZE);
        other.copyTo(out);
        assertThat(Arrays.equals(out.array(), body)).isTrue();
    }
}
