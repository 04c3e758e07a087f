package io.trunkline.transport.internal.tls;

import io.trunkline.transport.manual.ManualTlsPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Every size of piece and window, faults.md P8 and input 104: both ways the same bytes arrive, and both ends. */
class TlsSweepTest {
    private static final int[] COARSE = {
        1, 2, 3, 4, 5, 6, 7, 37, 512, 1460, 16_388, 16_389, 16_390, 65_535, 65_536, 100_000
    };

    static Stream<Arguments> sizes() {
        List<Arguments> all = new ArrayList<>();
        for (int size = 1; size <= 300; size++) {
            all.add(arguments(EngineSource.NONE, size));
        }
        for (EngineSource source : List.of(EngineSource.JDK_TLS12, EngineSource.JDK_TLS13)) {
            for (int size : COARSE) {
                all.add(arguments(source, size));
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, pieces of {1}")
    @MethodSource("sizes")
    void bytesArriveInPiecesOfEverySize(EngineSource source, int piece) throws Exception {
        exchange(source, piece, 1 << 20);
    }

    @ParameterizedTest(name = "{0}, a window of {1}")
    @MethodSource("sizes")
    void bytesArriveThroughAWindowOfEverySize(EngineSource source, int window) throws Exception {
        exchange(source, 1 << 20, window);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void bytesArriveOneByOne(EngineSource source) throws Exception {
        exchange(source, 1, 1);
    }

    private static void exchange(EngineSource source, int piece, int window) throws Exception {
        byte[] request = random(piece, 300);
        byte[] answer = random(window, 70_000);
        try (ManualTlsPair pair = new ManualTlsPair(source.client(), source.server(), piece, window)) {
            pair.client().send(request); // Waits for the handshake, and leaves with its last flight.
            pair.handshake();
            pair.server().send(answer);
            pair.settle();
            assertThat(pair.server().received()).isEqualTo(request);
            assertThat(pair.client().received()).isEqualTo(answer);
            endBothWays(pair);
        }
    }

    private static void endBothWays(ManualTlsPair pair) throws Exception {
        pair.client().io().shutdownOutput();
        pair.settle();
        assertThat(pair.server().isEnded()).isTrue();
        pair.server().io().shutdownOutput();
        pair.settle();
        assertThat(pair.client().isEnded()).isTrue();
        assertThat(pair.client().io().buffered()).isZero();
        assertThat(pair.client().io().hasUnread()).isFalse();
        assertThat(pair.server().io().hasUnread()).isFalse();
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
