package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.TestCertificates;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.trunkline.tls.bouncycastle.Engines.client;
import static io.trunkline.tls.bouncycastle.Engines.context;
import static io.trunkline.tls.bouncycastle.Engines.server;
import static io.trunkline.transport.PostQuantum.PREFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuietLogTest {
    private static final Logger ABOVE = Logger.getLogger("org.bouncycastle");
    private static final Logger OURS = Logger.getLogger(QuietLog.NAME);
    private static final Logger ROOT = Logger.getLogger("");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler recording = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (String.valueOf(record.getLoggerName()).startsWith("org.bouncycastle")) {
                records.add(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        ROOT.addHandler(recording);
        OURS.setLevel(null);
    }

    @AfterEach
    void stopListening() {
        ROOT.removeHandler(recording);
        OURS.setLevel(null);
        ABOVE.setLevel(null);
    }

    private static void failHandshake() throws Exception {
        TestCertificates ca = TestCertificates.create();
        TestCertificates stranger = TestCertificates.create();
        EnginePair pair = new EnginePair(
                client(context(null, ca.trustStore()), PREFER),
                server(context(stranger.server(), stranger.trustStore()), PREFER));
        assertThatThrownBy(pair::handshake).isInstanceOf(SSLException.class);
    }

    @Test
    void aFailedHandshakeIsNotLogged() throws Exception {
        failHandshake();

        assertThat(records).isEmpty();
        assertThat(ROOT.getLevel()).isEqualTo(Level.INFO);
        assertThat(ABOVE.getLevel()).isNull();
    }

    @Test
    void aLevelThatSomebodySetStays() throws Exception {
        ABOVE.setLevel(Level.INFO);

        failHandshake();

        assertThat(OURS.getLevel()).isNull();
        assertThat(records).isNotEmpty();
    }
}
