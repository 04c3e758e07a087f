package io.trunkline.transport.internal.tls;

import io.trunkline.transport.manual.ManualTlsTalk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
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

    /** Input 104 once more: as long as a list of protocols can make it, beyond what one record holds. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"JDK_TLS12", "JDK_TLS13"})
    void clientHelloOf26KiBInTwoRecordsCompletes(EngineSource source) throws Exception {
        assertThat(helloRecords(withLongHello(source.client())))
                .hasSize(2)
                .satisfies(
                        records -> assertThat(records.get(0) + records.get(1)).isBetween(26 * 1024, 28 * 1024));
        ManualTlsTalk.run(withLongHello(source.client()), source.server(), 1 << 20, 1 << 20);
        ManualTlsTalk.run(withLongHello(source.client()), source.server(), 1460, 1 << 20);
    }

    private static SSLEngine withLongHello(SSLEngine client) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setApplicationProtocols(
                IntStream.range(0, 104).mapToObj(i -> i + "-" + "x".repeat(250)).toArray(String[]::new));
        client.setSSLParameters(parameters);
        return client;
    }

    /** The sizes of the records that a client begins with. */
    private static List<Integer> helloRecords(SSLEngine client) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        client.beginHandshake();
        while (client.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
            sizes.add(client.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(1 << 16))
                    .bytesProduced());
        }
        return sizes;
    }

    private static void exchange(EngineSource source, int piece, int window) throws Exception {
        ManualTlsTalk.run(source.client(), source.server(), piece, window);
    }
}
