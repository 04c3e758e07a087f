package io.trunkline.transport.internal.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Key updates, which the JDK makes after 2^37 bytes: forced in a JVM of their own. faults.md P8 and input 107, SEC-13. */
class KeyUpdateIT {
    private static final String LIMITS =
            "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^20, ChaCha20-Poly1305 KeyUpdate 2^20\n";

    @TempDir
    private Path directory;

    @Test
    void bytesPassThroughKeyUpdatesAndTooManyOfThemInOneSecondEndTheConnection() throws Exception {
        Path properties = Files.writeString(directory.resolve("limits.properties"), LIMITS);
        Path output = directory.resolve("output");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.security.properties=" + properties,
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyUpdateRun.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(run.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            run.destroyForcibly();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(said).contains("slow=" + (64 << 20) + System.lineSeparator());
        // That they are refused shows that they are seen at all.
        assertThat(said).containsPattern("fast=\\d+ then: more than 32 key updates in one second");
    }
}
