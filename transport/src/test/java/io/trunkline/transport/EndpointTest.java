package io.trunkline.transport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EndpointTest {
    @Tag("feature-250")
    @ParameterizedTest
    @CsvSource({
        "localhost:8081, localhost, 8081",
        "127.0.0.1:1, 127.0.0.1, 1",
        "[::1]:65535, ::1, 65535",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80",
        "example.org:0, example.org, 0"
    })
    void readsAndShowsHostAndPort(String text, String host, int port) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).isEqualTo(new Endpoint(host, port));
        assertThat(endpoint).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "host",
                "host:",
                "host:65536",
                "host:123456",
                "host:-1",
                "host:+1",
                "host:8x",
                "host:١٢",
                "::1:80",
                "[::1]80",
                "[]:80",
                "[::1:80",
                "::1]:80",
                "ho st:80",
                "host :80"
            })
    void refusesWhatIsNeither(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
    }

    @Test
    void namesTheTextThatItRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("nowhere"))
                .withMessageContaining("'nowhere'");
    }
}
