package io.trunkline.transport.internal;

import io.trunkline.QueueFullException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A full outbound queue (cap 100) whose sender rather loses old frames than new ones. */
class DropOldestTest {
    private final ConnectionRig rig = new ConnectionRig();
    private final TcpConnection connection = rig.connection;

    @AfterEach
    void closeRig() {
        rig.close();
    }

    /** Ten bytes that tell their number. */
    private static Outgoing frame(int number) {
        return ConnectionRig.text(String.format("%9d ", number));
    }

    private void stalled() {
        rig.socket.window(0);
    }

    private String sent() {
        rig.socket.window(10_000);
        rig.writable();
        rig.turn();
        return rig.socket.takenText().replaceAll(" +", " ").trim();
    }

    @Test
    void theNewestFramesThatFitAreSentAndTheOthersCounted() {
        stalled();
        for (int number = 1; number <= 25; number++) {
            connection.writeDroppable(frame(number));
            rig.turn();
        }

        assertThat(connection.outboundBytes()).isEqualTo(100);
        assertThat(connection.stats().framesDropped()).isEqualTo(15);
        assertThat(sent()).isEqualTo("16 17 18 19 20 21 22 23 24 25");
    }

    @Test
    void aFrameThatHasBegunToLeaveIsFinished() {
        rig.socket.window(3);
        for (int number = 1; number <= 14; number++) {
            connection.writeDroppable(frame(number));
            rig.turn();
        }

        assertThat(sent()).startsWith("1 6 7").endsWith("14");
        assertThat(connection.stats().framesDropped()).isEqualTo(4);
    }

    @Test
    void framesThatSomebodyWaitsForStay() {
        stalled();
        List<String> told = new ArrayList<>();
        connection.write(frame(1), failure -> told.add("1 " + failure));
        long second = connection.write(frame(2));
        for (int number = 3; number <= 14; number++) {
            connection.writeDroppable(frame(number));
        }

        assertThat(connection.withdraw(second, 10)).isTrue();
        assertThat(sent()).isEqualTo("1 7 8 9 10 11 12 13 14");
        assertThat(told).containsExactly("1 null");
    }

    @Test
    void whereAllOldFramesWouldNotMakeRoomNoneIsDropped() {
        stalled();
        connection.write(ConnectionRig.zeros(80));
        connection.writeDroppable(frame(1));

        assertThatThrownBy(() -> connection.writeDroppable(ConnectionRig.zeros(21)))
                .isInstanceOf(QueueFullException.class);
        assertThatThrownBy(() -> connection.writeDroppable(ConnectionRig.zeros(101)))
                .isInstanceOf(QueueFullException.class);

        assertThat(connection.stats().framesDropped()).isZero();
        assertThat(connection.outboundBytes()).isEqualTo(90);
        connection.writeDroppable(ConnectionRig.zeros(20));
        assertThat(connection.stats().framesDropped()).isEqualTo(1);
    }

    @Test
    void otherThreadsDropToo() {
        stalled();
        rig.elsewhere(() -> {
            for (int number = 1; number <= 30; number++) {
                connection.writeDroppable(frame(number));
            }
        });
        rig.turn();

        assertThat(sent()).isEqualTo("21 22 23 24 25 26 27 28 29 30");
    }
}
