package io.trunkline.testing.faults;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where a connection is in its life when the fault strikes. */
enum Phase {
    /** The fault is there before the client connects. */
    CONNECTING {
        @Override
        void enter(MatrixRig rig) {
            // Nothing: the rig connects after the strike.
        }

        @Override
        void goOn(MatrixRig rig) {
            rig.client().send(rig.frame());
        }
    },
    /** TLS only: the client's first message has left, the server's answer is kept back. */
    HANDSHAKE {
        @Override
        void enter(MatrixRig rig) {
            rig.proxy().toClient().hold();
            rig.beginToConnect();
            await().atMost(MatrixRig.PATIENCE)
                    .until(() -> rig.proxy().transcript().toServer(1).size() > 0);
        }

        @Override
        void goOn(MatrixRig rig) {
            rig.client().send(rig.frame());
        }
    },
    /** One frame went to and fro, and nothing is under way. */
    IDLE {
        @Override
        void enter(MatrixRig rig) {
            rig.connect();
            rig.client().send(rig.frame());
            rig.awaitReceived(rig.frame().length);
        }

        @Override
        void goOn(MatrixRig rig) {
            rig.client().send(rig.frame());
        }

        @Override
        int expectedBytes(MatrixRig rig) {
            return 2 * rig.frame().length;
        }
    },
    /** The server has the first half of a frame. */
    INCOMING {
        @Override
        void enter(MatrixRig rig) {
            rig.connect();
            byte[] frame = rig.frame();
            rig.client().send(Arrays.copyOf(frame, frame.length / 2));
            await().atMost(MatrixRig.PATIENCE)
                    .until(() -> rig.server().connection().stats().bytesRead() == frame.length / 2);
        }

        @Override
        void goOn(MatrixRig rig) {
            byte[] frame = rig.frame();
            rig.client().send(Arrays.copyOfRange(frame, frame.length / 2, frame.length));
        }
    },
    /** The client has part of a large frame, the network has more, the server the rest. */
    OUTGOING {
        @Override
        void enter(MatrixRig rig) {
            rig.connect();
            rig.jam();
        }

        @Override
        boolean isBulk() {
            return true;
        }
    },
    /** F12: the same, and it is the client that does not read. */
    SLOW_READER {
        @Override
        void enter(MatrixRig rig) {
            rig.connect();
            rig.client().pauseReading();
            rig.fill();
        }

        @Override
        void goOn(MatrixRig rig) {
            if (rig.expectation().lives() || rig.expectation().endsAs("TLS")) {
                rig.client().resumeReading();
            }
        }

        @Override
        boolean isBulk() {
            return true;
        }
    },
    /** The server has said its last word, and most of it waits. */
    DRAINING {
        @Override
        void enter(MatrixRig rig) {
            rig.connect();
            rig.jam();
            rig.server().connection().closeAfterWrites();
        }

        @Override
        boolean isBulk() {
            return true;
        }
    },
    /** The server has ended its output and waits for the client's end, which is kept back. */
    LINGERING {
        @Override
        void enter(MatrixRig rig) {
            rig.connect();
            rig.proxy().toServer().hold();
            rig.server().connection().closeAfterWrites();
            assertThat(rig.client().ended()).succeedsWithin(MatrixRig.PATIENCE).isEqualTo("REMOTE");
        }
    },
    /** The client has ended its output, the server has much to say. */
    HALF_CLOSED {
        @Override
        void enter(MatrixRig rig) {
            rig.connectHalfClosed();
            rig.jam();
        }

        @Override
        void goOn(MatrixRig rig) {
            if (rig.expectation().endsAs("LOCAL")) {
                rig.server().connection().closeAfterWrites();
            }
        }

        @Override
        boolean isBulk() {
            return true;
        }
    };

    abstract void enter(MatrixRig rig);

    /** What happens after the strike, so that the fault is felt, or shown to do no harm. */
    void goOn(MatrixRig rig) {}

    boolean isBulk() {
        return false;
    }

    /** What the client has received in all when a connection has lived through the fault. */
    int expectedBytes(MatrixRig rig) {
        return isBulk() ? 4 + MatrixRig.BULK : rig.frame().length;
    }
}
