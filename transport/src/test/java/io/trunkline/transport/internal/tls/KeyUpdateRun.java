package io.trunkline.transport.internal.tls;

import io.trunkline.transport.manual.ManualTlsPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLException;

/**
 * What {@link KeyUpdateIT} starts in a JVM of its own, whose engines change their keys after every MiB.
 *
 * <p>Prints how many bytes arrived unchanged, first with a second between the updates, then with none.
 */
public final class KeyUpdateRun {
    private static final int MIB = 1024 * 1024;
    private static final int ROUNDS = 64;

    private KeyUpdateRun() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("slow=" + push(Duration.ofSeconds(1)));
        System.out.println("fast=" + push(Duration.ZERO));
    }

    private static String push(Duration between) throws IOException {
        byte[] sent = new byte[MIB];
        new Random(7).nextBytes(sent);
        int arrived = 0;
        EngineSource source = EngineSource.JDK_TLS13;
        try (ManualTlsPair pair = new ManualTlsPair(source.client(), source.server(), 64 * 1024, 8 * MIB)) {
            pair.handshake();
            for (int i = 0; i < ROUNDS; i++) {
                arrived += exchange(pair, sent);
                pair.loop().advance(between);
            }
        } catch (SSLException e) {
            return arrived + " then: " + e.getMessage();
        }
        return String.valueOf(arrived);
    }

    /** One MiB each way; what arrived is forgotten, so that the run needs little memory. */
    private static int exchange(ManualTlsPair pair, byte[] sent) throws IOException {
        pair.client().send(sent);
        pair.server().send(sent);
        pair.settle();
        boolean same = ByteBuffer.wrap(sent)
                        .equals(ByteBuffer.wrap(pair.server().takeReceived()))
                && ByteBuffer.wrap(sent).equals(ByteBuffer.wrap(pair.client().takeReceived()));
        return same ? sent.length : 0;
    }
}
