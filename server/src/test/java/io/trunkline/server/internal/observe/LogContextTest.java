package io.trunkline.server.internal.observe;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.FrameHooks;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.manual.ManualConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.NOPMDCAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class LogContextTest {
    private final BasicMDCAdapter mdc = new BasicMDCAdapter();
    private final List<Map<String, String>> seen = new ArrayList<>();

    @Test
    void frameworkWithoutAContextIsLeftAlone() {
        assertThat(LogContext.of(null)).isNull();
        assertThat(LogContext.of(new NOPMDCAdapter())).isNull();
    }

    @Test
    void requestIsMarkedWhileItsHandlerRunsAndUsersOwnKeysStay() {
        CallWatch watch = new CallWatch(Observation.silent(), LogContext.of(mdc));
        mdc.put("users", "own");
        watch.entered("1.2.3.4:5", "front", "Orders.create", new UUID(1, 2));
        assertThat(mdc.getCopyOfContextMap())
                .containsOnly(
                        Map.entry("users", "own"),
                        Map.entry("trunkline.connection", "1.2.3.4:5"),
                        Map.entry("trunkline.listener", "front"),
                        Map.entry("trunkline.topic", "Orders.create"),
                        Map.entry("trunkline.request", "00000000-0000-0001-0000-000000000002"));
        watch.left();
        assertThat(mdc.getCopyOfContextMap()).containsOnly(Map.entry("users", "own"));
    }

    @Test
    void oneWayRequestHasNoId() {
        CallWatch watch = new CallWatch(Observation.silent(), LogContext.of(mdc));
        watch.entered("1.2.3.4:5", "front", "orders", null);
        assertThat(mdc.get("trunkline.request")).isNull();
        assertThat(mdc.get("trunkline.topic")).isEqualTo("orders");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handlerOfFramesIsMarkedOnTheLoopAndOnWorkers(boolean onLoop) {
        ListenerName name = new ListenerName();
        name.set("files");
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lineLength(),
                FrameLimits.of(1_000),
                OutboundLimits.DEFAULT,
                Runnable::run,
                onLoop,
                new FrameHooks<>(new FrameWatch(Observation.silent(), name, LogContext.of(mdc)), null, null)));
        try (ManualConnection connection = new ManualConnection(
                ConnectionSettings.DEFAULT, protocol.logic(opened -> frame -> seen.add(mdc.getCopyOfContextMap())))) {
            connection.socket().arrives("1\na1\nb");
            connection.readable();
            assertThat(seen)
                    .hasSize(2)
                    .allSatisfy(context -> assertThat(context)
                            .containsOnly(
                                    Map.entry(
                                            "trunkline.connection",
                                            connection.connection().id()),
                                    Map.entry("trunkline.listener", "files")));
        }
        assertThat(mdc.getCopyOfContextMap()).isNullOrEmpty();
    }
}
