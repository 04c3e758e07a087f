package io.trunkline.cli;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArgumentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "serve --format carrier-pigeon",
                "serve --format raw --app chess",
                "serve --format raw --port 65536",
                "serve --format raw --port -1",
                "serve --format envelope --prefix Echo:",
                "broker --framing raw",
                "broker --max-frame 1X",
                "broker --drain soon",
                "broker --tls-cert cert.pem",
                "broker --require-client-cert",
                "broker --app chat",
                "serve --app chat --format raw",
                "serve --app rpc --format envelope",
                "serve --app file",
                "serve --app chat --upload-dir x",
                "serve --format raw --json-depth none",
                "send --format raw localhost 0 hi",
                "send --format raw localhost",
                "request localhost 65536 echo {}",
                "request localhost eighty echo {}",
                "request localhost 8081 echo {} --timeout 0",
                "subscribe localhost 8081 a.# --count 0",
                "serve-topic localhost 8081 a.b --count 0",
                "serve-topic localhost 8081 a.b --priority NaN",
                "serve-topic localhost 8081",
                "run-tcp-server",
                "run-tcp-server 0",
                "run-tcp-server 65536",
                "run-ssl-tcp-server 8443",
                "run-ssl-tcp-server 8443 pom.xml missing.key",
                "run-ssl-tcp-server 8443 pom.xml pom.xml --require-client-cert",
                "run-file-server 8080 no/such/directory",
                "run-pubsub-server eighty",
                "run-rpc-server 8080 --host no.such.host.invalid",
                "send-tcp localhost 8080",
                "send-tcp localhost 0 hi",
                "send-ssl-tcp localhost 8443 hi --certfile pom.xml",
                "send-ssl-tcp localhost 8443 hi --cafile missing.pem",
                "send-ssl-tcp localhost 8443 hi --cafile pom.xml --no-verify",
                "pubsub-client localhost 8080",
                "rpc-client localhost eighty echo",
                "interactive --format typed",
                "ping localhost 8081 --count 0",
                "request localhost 8081 echo {} --tls-cert pom.xml",
                "request localhost 8081 echo {} --tls-ca pom.xml --insecure",
                "upload localhost 8081 missing.bin --format typed",
                "upload localhost 8081 pom.xml",
                "upload localhost 8081 pom.xml --format raw",
                "download localhost 8081 a.bin --format multiplexed",
                "send-file localhost 8081 missing.bin",
                "walk"
            })
    @Tag("feature-237")
    void wrongArgumentsEndWithTwoAndSayWhatIsWrong(String line) {
        Command command = Command.run((Object[]) line.split(" "));

        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.err()).isNotBlank();
        assertThat(command.out()).isEmpty();
    }

    @Test
    void refusedPortIsNamedWithItsRange() {
        assertThat(Command.run("serve", "--format", "raw", "--port", 70_000).err())
                .contains("--port must be 0 to 65535, but is 70000");
    }

    @Test
    @Tag("feature-111")
    void formatsAreListedWhereOneIsUnknown() {
        assertThat(Command.run("serve", "--format", "x").err())
                .contains("length-prefixed")
                .contains("named-file");
    }

    @Test
    void helpNamesEveryCommand() {
        Command help = Command.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains(
                        "demo",
                        "serve",
                        "broker",
                        "send",
                        "request",
                        "publish",
                        "subscribe",
                        "serve-topic",
                        "run-rpc-server");
    }

    @Test
    void versionIsTheOneThatPeersSee() {
        assertThat(Command.run("--version").out()).matches("trunkline-java/\\S+\\R");
    }
}
