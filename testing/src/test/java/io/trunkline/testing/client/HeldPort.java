package io.trunkline.testing.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A port for servers that come and go in a test: bound and never listened on, so that the system gives it to nobody else while
 * no server is there. Caller-confined.
 */
final class HeldPort implements BeforeEachCallback, AfterEachCallback {
    private final Socket held = new Socket();
    private int number;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        held.setReuseAddress(true);
        held.bind(new InetSocketAddress(0));
        number = held.getLocalPort();
        if (!OS.LINUX.isCurrentOs()) {
            // Elsewhere nobody may listen on a port that is held.
            held.close();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        held.close();
    }

    int number() {
        return number;
    }
}
