package io.trunkline.codec.internal.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgentTest {
    @Test
    void theBuildsOwnVersionIsNamed() {
        assertThat(Agent.NAME).matches("trunkline-java/[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    }

    @Test
    void withoutAUsableVersionItIsDevelopment() throws IOException {
        InputStream failing = InputStream.nullInputStream();
        failing.close();
        assertThat(Agent.name(null)).isEqualTo("trunkline-java/development");
        assertThat(Agent.name(text("${project.version}"))).isEqualTo("trunkline-java/development");
        assertThat(Agent.name(text(""))).isEqualTo("trunkline-java/development");
        assertThat(Agent.name(failing)).isEqualTo("trunkline-java/development");
        assertThat(Agent.name(text("1.2.3-rc.1\n"))).isEqualTo("trunkline-java/1.2.3-rc.1");
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
