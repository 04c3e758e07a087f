package io.trunkline.benchmarks.macro;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every peer in every scenario for a moment, both ends in this process: the driver itself checks what comes back. */
class PeersIT {
    private static final Duration MOMENT = Duration.ofMillis(40);
    private static final int CONNECTIONS = 20;

    /** Those whose insides are not ours: one scenario of each kind shows that we call them rightly. */
    private static final Set<String> FOREIGN = Set.of("grpc", "rsocket");

    private static final Set<Scenario> SHAPES = Set.of(Scenario.S3_TREES, Scenario.S6_TREES, Scenario.S8_BYTES);

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeIdentity() throws Exception {
        System.setProperty(Identity.PROPERTY, Identity.create(directory).toString());
    }

    static Stream<Arguments> cells() {
        return Peers.names().stream()
                .flatMap(peer -> Stream.of(Scenario.values())
                        .filter(Peers.named(peer)::supports)
                        .filter(scenario -> !FOREIGN.contains(peer) || SHAPES.contains(scenario))
                        .map(scenario -> Arguments.of(peer, scenario)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    void answersEverythingThatIsAskedInTurn(String name, Scenario scenario) throws Exception {
        Peer peer = Peers.named(name);
        RecordingMarks marks = new RecordingMarks();
        try (Listening server = peer.serve(scenario);
                Dialer dialer =
                        peer.dial(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), scenario)) {
            Phases phases = new Phases(MOMENT, MOMENT, CONNECTIONS, marks);
            Sample sample = Load.of(scenario).run(dialer, scenario, phases);
            assertThat(sample.get(figure(scenario))).isNotNaN();
        }
        assertThat(marks.heard).containsExactly("begin", "end");
    }

    private static Sample.Figure figure(Scenario scenario) {
        return scenario.kind() == Scenario.Kind.IDLE ? Sample.Figure.CLIENT_HEAP : Sample.Figure.RATE;
    }

    private static final class RecordingMarks implements Phases.Marks {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void begin() {
            heard.add("begin");
        }

        @Override
        public void end() {
            heard.add("end");
        }
    }
}
