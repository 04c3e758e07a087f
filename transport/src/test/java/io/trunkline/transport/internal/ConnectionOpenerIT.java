package io.trunkline.transport.internal;

import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What {@link SocketOptions} say arrives at the kernel. */
class ConnectionOpenerIT {
    @Tag("feature-121")
    @Tag("feature-122")
    @Tag("feature-173")
    @Test
    void keepAliveIsSetInEveryDetail() throws IOException {
        SocketOptions options = SocketOptions.builder()
                .keepAliveIdle(Duration.ofSeconds(30))
                .keepAliveInterval(Duration.ofSeconds(4))
                .keepAliveCount(3)
                .build();
        try (SocketChannel channel = SocketChannel.open()) {
            assumeTrue(
                    channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPCOUNT),
                    "this system has no keep-alive details");

            ConnectionOpener.configure(channel, options);

            assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(30);
            assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL))
                    .isEqualTo(4);
            assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        }
    }

    @Tag("feature-121")
    @Tag("feature-123")
    @Tag("feature-173")
    @Test
    void whatIsSwitchedOffIsOff() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            ConnectionOpener.configure(
                    channel,
                    SocketOptions.builder().noDelay(false).keepAlive(false).build());

            assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
            assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
        }
    }

    @Test
    void buffersAreAtLeastAsLargeAsAsked() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            ConnectionOpener.configure(
                    channel,
                    SocketOptions.builder()
                            .sendBuffer(16_384)
                            .receiveBuffer(32_768)
                            .build());

            assertThat(channel.getOption(StandardSocketOptions.SO_SNDBUF)).isGreaterThanOrEqualTo(16_384);
            assertThat(channel.getOption(StandardSocketOptions.SO_RCVBUF)).isGreaterThanOrEqualTo(32_768);
        }
    }
}
