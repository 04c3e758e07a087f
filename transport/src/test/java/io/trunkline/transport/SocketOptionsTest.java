package io.trunkline.transport;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SocketOptionsTest {
    @Test
    @Tag("feature-115")
    @Tag("feature-119")
    @Tag("feature-120")
    @Tag("feature-121")
    @Tag("feature-122")
    @Tag("feature-123")
    @Tag("feature-173")
    void defaultsAreThoseOfTheSpecification() {
        assertThat(SocketOptions.DEFAULT)
                .hasToString("SocketOptions[noDelay=true keepAlive=true keepAliveIdle=PT1M"
                        + " keepAliveInterval=Optional.empty keepAliveCount=OptionalInt.empty reusePort=false"
                        + " backlog=1024 sendBuffer=OptionalInt.empty receiveBuffer=OptionalInt.empty"
                        + " readHighWaterMark=262144 allowHalfOpen=false pauseOnConnect=false]");
    }

    @Test
    void copyHasEverySettingAndDoesNotShareIt() {
        SocketOptions options = SocketOptions.builder()
                .noDelay(false)
                .keepAlive(false)
                .keepAliveIdle(Duration.ofSeconds(5))
                .keepAliveInterval(Duration.ofSeconds(2))
                .keepAliveCount(3)
                .reusePort(true)
                .backlog(7)
                .sendBuffer(2048)
                .receiveBuffer(4096)
                .readHighWaterMark(16384)
                .allowHalfOpen(true)
                .pauseOnConnect(true)
                .build();

        SocketOptions.Builder copy = options.toBuilder();
        assertThat(copy.build()).hasToString(options.toString());

        copy.backlog(8).build();
        assertThat(options.backlog()).isEqualTo(7);
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                arguments("keepAliveIdle", set(builder -> builder.keepAliveIdle(Duration.ZERO))),
                arguments("keepAliveIdle", set(builder -> builder.keepAliveIdle(Duration.ofSeconds(32_768)))),
                arguments("keepAliveIdle", set(builder -> builder.keepAliveIdle(Duration.ofMillis(1_500)))),
                arguments("keepAliveInterval", set(builder -> builder.keepAliveInterval(Duration.ZERO))),
                arguments("keepAliveCount", set(builder -> builder.keepAliveCount(0))),
                arguments("keepAliveCount", set(builder -> builder.keepAliveCount(128))),
                arguments("backlog", set(builder -> builder.backlog(0))),
                arguments("backlog", set(builder -> builder.backlog(65_536))),
                arguments("sendBuffer", set(builder -> builder.sendBuffer(1_023))),
                arguments("receiveBuffer", set(builder -> builder.receiveBuffer(64 * 1024 * 1024 + 1))),
                arguments("readHighWaterMark", set(builder -> builder.readHighWaterMark(1_023))));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void whatIsOutOfRangeIsRefusedByName(String setting, Consumer<SocketOptions.Builder> set) {
        SocketOptions.Builder builder = SocketOptions.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    set.accept(builder);
                    builder.build();
                })
                .withMessageStartingWith(setting + " is ");
    }

    @Test
    void limitsThemselvesAreAllowed() {
        SocketOptions options = SocketOptions.builder()
                .keepAliveIdle(Duration.ofSeconds(32_767))
                .keepAliveInterval(Duration.ofSeconds(1))
                .keepAliveCount(127)
                .backlog(65_535)
                .sendBuffer(1_024)
                .receiveBuffer(64 * 1024 * 1024)
                .build();

        assertThat(options.keepAliveCount()).hasValue(127);
        assertThat(options.backlog()).isEqualTo(65_535);
    }

    private static Consumer<SocketOptions.Builder> set(Consumer<SocketOptions.Builder> set) {
        return set;
    }
}
