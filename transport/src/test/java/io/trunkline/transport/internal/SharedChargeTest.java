package io.trunkline.transport.internal;

import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One large body in the queues of several connections costs the budget its bytes once. */
class SharedChargeTest {
    private static final int SIZE = 100_000;

    private final ManualLoop loop = new ManualLoop();
    private final MemoryBudget memory = loop.loop().memory();
    private final Fanned frame = new Fanned(new byte[SIZE], new SharedBytes(memory, SIZE));
    private final ManualConnection first = slow();
    private final ManualConnection second = slow();

    private ManualConnection slow() {
        ManualConnection made = new ManualConnection(
                loop, new ConnectionSettings(SocketOptions.DEFAULT, OutboundLimits.DEFAULT), new RecordingLogic());
        made.socket().window(0);
        return made;
    }

    private long write(ManualConnection to) {
        long position = to.connection().write(frame);
        loop.turn();
        return position;
    }

    @AfterEach
    void end() {
        first.close();
        second.close();
        assertThat(memory.used()).as("nothing is charged once all are closed").isZero();
        loop.close();
    }

    @Test
    void itIsGivenBackWithTheLastReference() {
        write(first);
        write(second);
        assertThat(memory.used()).isEqualTo(SIZE);
        first.socket().window(SIZE / 2);
        first.writable();
        assertThat(memory.used()).as("half of it is not half of the array").isEqualTo(SIZE);
        first.socket().window(SIZE);
        first.writable();
        assertThat(first.connection().outboundBytes()).isZero();
        assertThat(memory.used()).isEqualTo(SIZE);

        second.connection().close();
        loop.turn();
        assertThat(memory.used()).isZero();
    }

    @Test
    void aFrameThatIsTakenBackRefersToNothing() {
        long position = write(first);
        assertThat(first.connection().withdraw(position, SIZE)).isTrue();
        loop.turn();
        assertThat(memory.used()).isZero();
    }

    @Test
    void bytesOfItsOwnAreChargedBesides() {
        write(first);
        first.connection().write(ConnectionRig.zeros(50_000));
        loop.turn();
        assertThat(memory.used()).isEqualTo(SIZE + 50_000);
    }

    @Test
    void whoHandsItOutHoldsItMeanwhile() {
        SharedBytes account = frame.shared();
        account.retain();
        first.socket().window(SIZE);
        write(first);
        assertThat(first.connection().outboundBytes()).isZero();
        assertThat(memory.used()).isEqualTo(SIZE);
        account.release();
        assertThat(memory.used()).isZero();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fanned(byte[] bytes, SharedBytes shared) implements Outgoing {
        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public void writeTo(byte[] array, int offset) {
            System.arraycopy(bytes, 0, array, offset, bytes.length);
        }

        @Override
        public ByteBuffer tail() {
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public void writeHeadTo(byte[] array, int offset) {}
    }
}
