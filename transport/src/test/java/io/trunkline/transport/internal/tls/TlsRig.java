package io.trunkline.transport.internal.tls;

import io.trunkline.transport.manual.ManualPipe;
import io.trunkline.transport.manual.ManualTlsPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;

/** One layer against another over two pipes that a test can look into, stop and change. */
final class TlsRig {
    static final int FLUSH = 64 * 1024;

    final ManualPipe toServer = new ManualPipe(FLUSH, 1 << 20);
    final ManualPipe toClient = new ManualPipe(FLUSH, 1 << 20);

    ManualTlsPair pair(EngineSource source) {
        return pair(source.client(), source.server());
    }

    ManualTlsPair pair(SSLEngine client, SSLEngine server) {
        return new ManualTlsPair(client, server, toServer, toClient);
    }

    /** Behind its handshake, and what follows that. */
    ManualTlsPair open(EngineSource source) throws IOException {
        ManualTlsPair pair = pair(source);
        pair.handshake();
        pair.settle();
        return pair;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
