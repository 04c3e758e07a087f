package io.trunkline.transport.internal.tls;

import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.manual.ManualPipe;
import io.trunkline.transport.manual.ManualTlsPair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.trunkline.transport.internal.tls.TlsRig.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

/** One layer against bytes that no good peer sends, or more of them than it should. */
class BadPeerTest {
    private final TlsRig rig = new TlsRig();

    /** Input 100. */
    @Test
    void plainBytesAreNamed() throws Exception {
        try (ManualTlsPair pair = rig.pair(EngineSource.JDK_TLS13)) {
            pair.server().begin();
            rig.toServer.give(bytes("GET / HTTP/1.1\r\n\r\n"));
            assertThatThrownBy(pair.server()::turn)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("plain HTTP");
        }
    }

    /** Input 101: a promise of 16 MiB in nine bytes is never waited for with memory, and refused as soon as it is whole. */
    @Test
    void aHugeClientHelloIsRefused() throws Exception {
        try (ManualTlsPair pair = rig.pair(EngineSource.JDK_TLS13)) {
            pair.server().begin();
            rig.toServer.give(HexFormat.of().parseHex("160301400001ffffff0303"));
            pair.server().turn();
            rig.toServer.give(new byte[0x4000 - 6]);
            assertThatThrownBy(pair.server()::turn)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("ClientHello of 16777215 bytes");
        }
    }

    /** Inputs 102 and 103. */
    @ParameterizedTest
    @EnumSource
    void recordsThatAreNoneEndTheConnection(EngineSource source) throws Exception {
        for (String bad : new String[] {"170303ffff", "6303030001", "1703030000", "17"}) {
            try (ManualTlsPair pair = new ManualTlsPair(
                    source.client(),
                    source.server(),
                    new ManualPipe(9, TlsRig.FLUSH),
                    new ManualPipe(9, TlsRig.FLUSH))) {
                pair.handshake();
                pair.settle();
                assertThat(pair.server().io().hasUnread()).isFalse();
            }
            try (ManualTlsPair pair = rig.open(source)) {
                rig.toServer.give(HexFormat.of().parseHex(bad));
                if (bad.length() > 2) {
                    assertThatThrownBy(pair::settle).isInstanceOf(SSLException.class);
                } else {
                    pair.settle();
                    assertThat(pair.server().io().hasUnread()).isFalse();
                }
            }
        }
    }

    /** Input 103, F10: one bit is enough. */
    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "NONE")
    void aChangedBitEndsTheConnectionAndThePeerGetsTheAlert(EngineSource source) throws Exception {
        try (ManualTlsPair pair = rig.open(source)) {
            pair.client().io().write(ByteBuffer.wrap(bytes("a record")));
            byte[] record = rig.toServer.takeAll();
            record[record.length - 3] ^= 4;
            rig.toServer.give(record);
            assertThatThrownBy(pair.server()::turn).isInstanceOf(SSLException.class);
            assertThat(pair.server().received()).isEmpty();
            assertThatThrownBy(pair.client()::turn)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("bad_record_mac");
        }
    }

    /** Input 103: empty records, each as valid as can be; the JDK's engines refuse to make them. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, more than 100 records in a row", "TLSv1.3, more than 32 key updates in one second"})
    void aFloodOfEmptyRecordsEndsTheConnection(String protocol, String reason) throws Exception {
        byte[] empty = Handshakes.record(RecordHeader.APPLICATION_DATA, new byte[] {0x5A});
        try (ManualTlsPair pair = rig.pair(new NullEngine(true, protocol), new NullEngine(false, protocol))) {
            pair.handshake();
            pair.settle();
            for (int i = 0; i < (protocol.equals("TLSv1.2") ? 100 : 32); i++) {
                rig.toServer.give(empty);
            }
            pair.settle();
            rig.toServer.give(empty);
            assertThatThrownBy(pair.server()::turn)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining(reason);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCameBeforeABadRecordIsHandedOverFirst(EngineSource source) throws Exception {
        try (ManualTlsPair pair = rig.open(source)) {
            pair.client().io().write(ByteBuffer.wrap(bytes("genuine")));
            rig.toServer.give(new byte[] {0x63, 3, 3, 0, 1, 0});
            assertThat(pair.server().turn()).isTrue();
            assertThat(pair.server().received()).isEqualTo(bytes("genuine"));
            assertThat(pair.server().io().hasUnread()).isTrue();
            assertThatThrownBy(pair.server()::turn)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("type 99");
        }
    }

    @Test
    void aBugOfTheEngineThatAPeerFindsIsAFailureOfTls() throws Exception {
        NullEngine server = new NullEngine(false, "TLSv1.3") {
            @Override
            SSLEngineResult unwrap(ByteBuffer in, ByteBuffer plain, int ignored) {
                throw new IllegalStateException("a provider's bug");
            }
        };
        try (ManualTlsPair pair = rig.pair(new NullEngine(true, "TLSv1.3"), server)) {
            assertThatThrownBy(pair::handshake)
                    .isInstanceOf(SSLException.class)
                    .hasRootCauseMessage("a provider's bug");
        }
    }

    /** Nobody has vouched for the peer yet: whatever an engine makes of its bytes, nobody sees them. */
    @Test
    void bytesOfTheApplicationWithinTheHandshakeAreNotHandedOver() throws Exception {
        NullEngine server = new NullEngine(false, "TLSv1.3") {
            @Override
            SSLEngineResult unwrap(ByteBuffer in, ByteBuffer plain, int ignored) {
                int size = in.remaining();
                in.position(in.limit());
                plain.put((byte) 'x');
                return new SSLEngineResult(SSLEngineResult.Status.OK, getHandshakeStatus(), size, 1);
            }
        };
        try (ManualTlsPair pair = rig.pair(new NullEngine(true, "TLSv1.3"), server)) {
            assertThatThrownBy(pair::handshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("within the handshake");
            assertThat(pair.server().received()).isEmpty();
        }
    }

    /** P1, P6: part of a record, and what a peer does not read. */
    @ParameterizedTest
    @EnumSource
    void whatIsKeptForAConnectionIsChargedAndGivenBack(EngineSource source) throws Exception {
        ManualPipe narrow = new ManualPipe(TlsRig.FLUSH, 6_000);
        try (ManualTlsPair pair = new ManualTlsPair(source.client(), source.server(), narrow, rig.toClient)) {
            pair.handshake();
            pair.settle();
            MemoryBudget memory = pair.loop().loop().memory();
            assertThat(memory.used()).isZero();

            pair.client().io().write(ByteBuffer.allocate(12_000));
            assertThat(memory.used()).as("unsent").isBetween(6_000L, 6_500L);
            pair.server().turn();
            assertThat(memory.used()).as("unsent there, unread here").isBetween(12_000L, 12_500L);

            pair.settle();
            assertThat(pair.server().received()).hasSize(12_000);
            assertThat(memory.used()).isZero();
            pair.client().io().write(ByteBuffer.allocate(20_000));
            assertThat(memory.used()).isPositive();
            pair.client().io().close();
            assertThat(memory.used()).isZero();
        }
    }

    /** Input 106, SEC-5. */
    @Test
    void aRenegotiationIsRefused() throws Exception {
        SSLEngine client = EngineSource.JDK_TLS12.client();
        try (ManualTlsPair pair = rig.pair(client, EngineSource.JDK_TLS12.server())) {
            pair.handshake();
            pair.settle();
            client.beginHandshake();
            ByteBuffer hello = ByteBuffer.allocate(TlsRig.FLUSH);
            client.wrap(ByteBuffer.allocate(0), hello);
            rig.toServer.give(java.util.Arrays.copyOf(hello.array(), hello.position()));
            assertThatThrownBy(pair.server()::turn)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("renegotiation");
        }
    }

    /** Input 107: the answers of a peer that does not read are bounded, and count as outbound. */
    @Test
    void answersToKeyUpdatesThatNobodyReadsStopTheReading() throws Exception {
        byte[] update = Handshakes.record(RecordHeader.HANDSHAKE, new byte[] {24, 0, 0, 1, 1, 0x5A});
        ManualPipe narrow = new ManualPipe(TlsRig.FLUSH, 100);
        try (ManualTlsPair pair = new ManualTlsPair(
                new NullEngine(true, "TLSv1.3"), new NullEngine(false, "TLSv1.3"), rig.toServer, narrow)) {
            pair.handshake();
            pair.settle();
            int sent = 0;
            while (sent < 100_000 && rig.toServer.waiting() == 0) {
                rig.toServer.give(update);
                pair.loop().ticker().advance(Duration.ofMillis(50));
                pair.server().turn();
                sent++;
            }
            assertThat(pair.server().io().buffered())
                    .isBetween(2 * TlsBuffers.OUT_CAPACITY, 2 * TlsBuffers.OUT_CAPACITY + 100);
            assertThat(pair.server().io().hasUnread()).isFalse();
            pair.server().io().want(true, false);
            assertThat(pair.server().plainWantsRead()).isFalse();
            while (pair.server().io().buffered() > 0) {
                assertThat(narrow.takeAll()).as("what the peer reads at last").isNotEmpty();
                pair.server().io().flush();
            }
            pair.server().io().want(true, false);
            assertThat(pair.server().plainWantsRead()).isTrue();
        }
    }
}
