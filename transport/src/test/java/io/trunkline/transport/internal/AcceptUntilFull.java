package io.trunkline.transport.internal;

import java.io.IOException;
import java.util.Arrays;

/** The child of {@link OutOfDescriptorsIT}: echoes on a port that it prints, until its input ends. */
final class AcceptUntilFull {
    private AcceptUntilFull() {}

    public static void main(String[] args) throws IOException {
        try (RuntimeCore core = RuntimeCore.start(1, Runnable::run, Ticker.SYSTEM, false)) {
            Acceptor acceptor = Acceptor.bind(core, SocketRig.loopback(0), ConnectionSettings.DEFAULT, Echo::new);
            System.out.println(acceptor.address().getPort());
            while (System.in.read() >= 0) {
                // Nothing is said; the end is what is waited for.
            }
        }
    }

    private static final class Echo extends RecordingLogic {
        @Override
        public void onBytes(byte[] array, int from, int to) {
            connection().write(new Encoded(Arrays.copyOfRange(array, from, to)));
        }

        @Override
        public void onEnd() {
            connection().close();
        }
    }
}
