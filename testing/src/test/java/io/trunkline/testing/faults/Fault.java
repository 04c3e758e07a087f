package io.trunkline.testing.faults;

import io.trunkline.testing.FaultProxy;
import java.time.Duration;

/** What the network does, by the numbers of the list of faults. */
enum Fault {
    /** F1, F2. */
    RESET {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().resetAfter(0);
        }
    },
    /** F3; with TLS an end without close_notify: F42. */
    FIN {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().closeAfter(0);
        }
    },
    /** F4, F14: the peer is not there any more, and nobody says so. */
    SILENCE {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.halfOpen();
        }
    },
    /** F5, requests lost. */
    BLACK_HOLE_TO_SERVER {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().blackHole();
        }
    },
    /** F5, answers lost. */
    BLACK_HOLE_TO_CLIENT {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toClient().blackHole();
        }
    },
    /** F7. */
    LATENCY {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().latency(Duration.ofMillis(20), Duration.ofMillis(10));
            proxy.toClient().latency(Duration.ofMillis(20), Duration.ofMillis(10));
        }
    },
    /** F8. */
    BANDWIDTH {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().bandwidth(1024);
            proxy.toClient().bandwidth(1024);
        }
    },
    /** F9; megabytes go in larger pieces. */
    SLICER {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().slicer(bulk ? 10_007 : 1, bulk ? Duration.ZERO : Duration.ofMillis(1));
            proxy.toClient().slicer(bulk ? 10_007 : 1, bulk ? Duration.ZERO : Duration.ofMillis(1));
        }
    },
    /** F10: the next byte each way. */
    CORRUPT {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().corruptAt(0);
            proxy.toClient().corruptAt(0);
        }
    },
    /** F11. */
    DUPLICATE {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().duplicate(3);
            proxy.toClient().duplicate(3);
        }
    },
    /** F6, without the end: a partition that heals while TCP is patient. */
    HELD {
        @Override
        void strike(FaultProxy proxy, boolean bulk) {
            proxy.toServer().hold();
            proxy.toClient().hold();
        }
    };

    /** Whether what the server says does not reach the client as it was said. */
    boolean changesWhatTheClientHears() {
        return this == BLACK_HOLE_TO_CLIENT || this == CORRUPT || this == DUPLICATE;
    }

    /** Begins. Bulk says that megabytes are under way. */
    abstract void strike(FaultProxy proxy, boolean bulk);
}
