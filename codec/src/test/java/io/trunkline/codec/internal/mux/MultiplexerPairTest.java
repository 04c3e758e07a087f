package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two multiplexers against each other, with random operations and delays.
 *
 * <p>The model is one line: what one side wrote on a stream arrives on the other in order, whole where the stream was ended,
 * a prefix where it was reset. No credit is overdrawn, or the receiver would throw.
 */
class MultiplexerPairTest {
    private static final MuxLimits SMALL =
            new MuxLimits(8, 64, 512, 100, 1_000_000, Duration.ofSeconds(30), Duration.ofDays(1));

    /** One side: its multiplexer, what is on its way to the other, and what it wrote and got on each stream. */
    private static final class Side extends RecordingEvents {
        final Multiplexer mux;
        final ArrayDeque<Sent> wire = new ArrayDeque<>();
        final Map<MuxStream, ByteArrayOutputStream> wrote = new HashMap<>();
        final Map<MuxStream, ByteArrayOutputStream> got = new HashMap<>();
        final Map<Long, MuxStream> live = new HashMap<>();
        final Map<MuxStream, Long> late = new HashMap<>();

        Side(MuxRole role) {
            mux = new Multiplexer(role, SMALL, this);
        }

        @Override
        public void send(long streamId, Payload body) {
            wire.add(new Sent(streamId, body));
        }

        @Override
        public void opened(MuxStream stream) {
            live.put(stream.id(), stream);
        }

        @Override
        public void data(MuxStream stream, Payload bytes) {
            super.data(stream, bytes);
            got.computeIfAbsent(stream, s -> new ByteArrayOutputStream()).writeBytes(bytes.toBytes());
            late.merge(stream, (long) bytes.size(), Long::sum);
        }

        @Override
        public void closed(MuxStream stream, StreamEnd end) {
            super.closed(stream, end);
            live.remove(stream.id(), stream);
        }

        void act(Random random) {
            MuxStream any = live.values().stream()
                    .skip(random.nextInt(live.size() + 1))
                    .findFirst()
                    .orElse(null);
            int choice = random.nextInt(20);
            if (any == null || choice == 0) {
                if (mux.canOpen()) {
                    opened(mux.open("x", StreamControl.NO_METADATA));
                }
            } else if (choice == 1) {
                mux.end(any, 0);
            } else if (choice == 2) {
                mux.reset(any, "why");
            } else {
                write(any, random);
            }
        }

        private void write(MuxStream stream, Random random) {
            byte[] bytes = new byte[random.nextInt(150)];
            random.nextBytes(bytes);
            if (mux.write(stream, Payload.of(bytes), 0)) {
                wrote.computeIfAbsent(stream, s -> new ByteArrayOutputStream()).writeBytes(bytes);
            }
        }

        void consume(Random random) {
            late.replaceAll((stream, bytes) -> {
                long taken = bytes == 0 ? 0 : 1 + random.nextInt((int) (long) bytes);
                mux.consumed(stream, taken);
                return bytes - taken;
            });
        }

        /** Hands one frame to the other side, unless it has stopped reading. */
        boolean deliver(Side other) {
            Sent next = other.isPaused() ? null : wire.poll();
            if (next != null) {
                other.mux.receive(next.streamId(), next.body(), 0);
            }
            return next != null;
        }
    }

    @Test
    void whatIsWrittenArrivesInOrderAndWithinEveryWindow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String run = "seed " + seed + " round " + round;
            Side a = new Side(MuxRole.CONNECTOR);
            Side b = new Side(MuxRole.ACCEPTOR);
            a.mux.start();
            b.mux.start();
            for (int step = 0; step < 400; step++) {
                Side actor = random.nextBoolean() ? a : b;
                Side other = actor == a ? b : a;
                switch (random.nextInt(4)) {
                    case 0 -> actor.act(random);
                    case 1 -> actor.consume(random);
                    default -> actor.deliver(other);
                }
                assertWithinWindows(a, run);
                assertWithinWindows(b, run);
            }
            settle(a, b, random, run);
            compare(a, b, run);
            compare(b, a, run);
        }
    }

    private static void assertWithinWindows(Side side, String run) {
        long granted = side.live.values().stream()
                .filter(MuxStream::isOurs)
                .mapToLong(stream -> stream.in().allowance())
                .sum();
        assertThat(granted).as(run).isLessThanOrEqualTo(SMALL.connectionWindow());
        long waiting = side.late.values().stream().mapToLong(Long::longValue).sum();
        assertThat(waiting).as(run).isLessThanOrEqualTo(SMALL.hardLimit());
    }

    /** Ends every stream, then carries everything over until nothing moves. */
    private static void settle(Side a, Side b, Random random, String run) {
        List.copyOf(a.live.values()).forEach(stream -> a.mux.end(stream, 0));
        List.copyOf(b.live.values()).forEach(stream -> b.mux.end(stream, 0));
        int left = 100_000;
        while (!a.wire.isEmpty() || !b.wire.isEmpty() || pending(a) || pending(b)) {
            a.deliver(b);
            b.deliver(a);
            a.consume(random);
            b.consume(random);
            assertThat(left--).as("%s: everything comes to rest", run).isPositive();
        }
        assertThat(a.mux.openStreams() + b.mux.openStreams()).as(run).isZero();
        assertThat(a.mux.table().size() + b.mux.table().size()).as(run).isZero();
    }

    private static boolean pending(Side side) {
        return side.late.values().stream().anyMatch(bytes -> bytes > 0);
    }

    /** Checks that each stream's reader got a prefix of what its writer wrote; ids are matched in order of use. */
    private static void compare(Side writer, Side reader, String run) {
        reader.got.forEach((stream, bytes) -> {
            byte[] arrived = bytes.toByteArray();
            boolean found = writer.wrote.entrySet().stream()
                    .filter(e -> e.getKey().id() == stream.id())
                    .anyMatch(e -> startsWith(e.getValue().toByteArray(), arrived));
            assertThat(found || arrived.length == 0).as("%s %s", run, stream).isTrue();
        });
    }

    private static boolean startsWith(byte[] whole, byte[] part) {
        return part.length <= whole.length && Arrays.equals(whole, 0, part.length, part, 0, part.length);
    }

    @Test
    void row80AHundredStreamsInterleavedByteByByteStayIntact() {
        Map<Long, StringBuilder> got = new HashMap<>();
        Multiplexer mux = new Multiplexer(MuxRole.ACCEPTOR, MuxLimits.DEFAULT, new RecordingEvents() {
            @Override
            public void data(MuxStream stream, Payload bytes) {
                got.computeIfAbsent(stream.id(), id -> new StringBuilder()).append(text(bytes));
            }
        });
        mux.start();
        for (long id = 1; id <= 100; id++) {
            mux.receive(
                    0,
                    StreamControlCodec.encode(
                            new StreamControl.Create(id, "x", StreamControl.NO_METADATA, StreamControl.NO_WINDOW)),
                    0);
        }
        for (int i = 0; i < 50; i++) {
            for (long id = 1; id <= 100; id++) {
                mux.receive(id, Payload.ofText(Character.toString((char) ('a' + (i + id) % 26))), 0);
            }
        }
        got.forEach((id, text) -> {
            for (int i = 0; i < 50; i++) {
                assertThat(text.charAt(i)).isEqualTo((char) ('a' + (i + id) % 26));
            }
        });
        assertThat(got).hasSize(100);
    }
}
