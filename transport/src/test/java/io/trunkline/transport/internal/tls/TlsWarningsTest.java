package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator must be told, and how often. */
final class TlsWarningsTest {
    @TempDir
    Path folder;

    private Path copy(String fixture, String name) throws IOException {
        return Files.copy(Fixtures.path(fixture), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Section 6 of the faults: on each start, and not where options are merely built. */
    @Test
    void checksThatAreTurnedOffAreWarnedOfAtEachStart() {
        try (LogLines log = new LogLines()) {
            TlsOptions careless = TlsOptions.builder()
                    .insecureTrustAnyCertificate()
                    .insecureAcceptAnyHostName()
                    .build();
            assertThat(log.with("event=tls-insecure")).isEmpty();

            ReloadableEngines.forClient(careless);
            ReloadableEngines.forClient(careless);

            assertThat(log.with("setting=insecureTrustAnyCertificate"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("WARN"));
            assertThat(log.with("setting=insecureAcceptAnyHostName"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("WARN"));
        }
    }

    @Test
    void oneCheckThatIsTurnedOffIsNotTheOther() {
        try (LogLines log = new LogLines()) {
            ReloadableEngines.forClient(
                    Fixtures.client().insecureAcceptAnyHostName().build());
            ReloadableEngines.forClient(Fixtures.client().build());

            assertThat(log.with("event=tls-insecure")).hasSize(1).allMatch(line -> line.contains("AnyHostName"));
        }
    }

    /** Fault F40: a bad file alarms once for each of its contents, and so does one that is missing. */
    @Test
    void badFileAlarmsOnceForItsContent() throws IOException {
        Path chain = copy("server.pem", "chain.pem");
        Path key = copy("server.key", "key.pem");
        ReloadableEngines engines = ReloadableEngines.forServer(TlsOptions.builder()
                .certificate(chain, key)
                .reloadEvery(Duration.ofSeconds(1))
                .build());
        try (LogLines log = new LogLines()) {
            engines.reloadIfChanged();
            assertThat(log.with("event=tls-reload")).isEmpty();

            Files.writeString(chain, "no certificate");
            engines.reloadIfChanged();
            engines.reloadIfChanged();
            assertThat(log.with("event=tls-reload-refused"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("WARN") && line.contains("what was in use goes on"));

            Files.delete(chain);
            engines.reloadIfChanged();
            engines.reloadIfChanged();
            assertThat(log.with("event=tls-reload-refused")).hasSize(2);
        }
    }
}
