package io.trunkline.transport.internal;

import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.manual.ManualSocket;
import io.trunkline.transport.manual.ManualTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The race of a name's addresses, over a network that the test plays. */
class ConnectAttemptTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration HEAD_START = Duration.ofNanos(ConnectAttempt.HEAD_START);

    private final ManualTicker ticker = new ManualTicker();
    private final EventLoop loop = new EventLoop("manual-loop", ticker);
    private final RecordingLogic logic = new RecordingLogic();
    private final Map<String, PlayedDial> dials = new LinkedHashMap<>();
    private final List<String> unreachable = new ArrayList<>();
    private final ConnectAttempt attempt;
    private @Nullable Error unmakeable;

    ConnectAttemptTest() {
        loop.bindToCurrentThread();
        attempt = new ConnectAttempt(
                loop,
                new Endpoint("some.host", 7),
                TIMEOUT.toNanos(),
                new ConnectAttempt.Plan(ConnectionSettings.DEFAULT, this::makeLogic, this::dial));
        attempt.start();
    }

    @AfterEach
    void end() {
        if (attempt.result().isDone() && !attempt.result().isCompletedExceptionally()) {
            attempt.result().join().close();
        }
        attempt.result().cancel(false);
        turn();
        loop.close();
        turn();
        assertThat(dials.values()).allMatch(dial -> dial.socket.isClosed());
    }

    private ConnectionLogic makeLogic() {
        if (unmakeable != null) {
            throw unmakeable;
        }
        return logic;
    }

    private Dial dial(InetSocketAddress address, Dial.Listener listener) throws IOException {
        String name = address.getAddress().getHostAddress();
        if (unreachable.contains(name)) {
            throw new IOException("Network is unreachable");
        }
        PlayedDial dial = new PlayedDial(address, listener);
        dials.put(name, dial);
        return dial;
    }

    private void resolve(String... literals) throws UnknownHostException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(new InetSocketAddress(InetAddress.getByName(literal), 7));
        }
        attempt.resolved(addresses);
        turn();
    }

    private void turn() {
        loop.runTurn(0);
    }

    private void pass(Duration time) {
        ticker.advance(time);
        turn();
        turn();
    }

    private ConnectFailedException failure() {
        CompletableFuture<TcpConnection> result = attempt.result();
        assertThat(result).isCompletedExceptionally();
        try {
            throw new AssertionError("connected: " + result.join());
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(ConnectFailedException.class);
            return (ConnectFailedException) Objects.requireNonNull(e.getCause());
        }
    }

    private PlayedDial dialTo(String literal) {
        return Objects.requireNonNull(dials.get(literal), literal);
    }

    @Test
    void nextAddressJoinsWhenTheFirstHasHadItsHeadStart() throws Exception {
        resolve("10.0.0.1", "10.0.0.2");
        assertThat(dials).containsOnlyKeys("10.0.0.1");

        pass(HEAD_START.minusNanos(1));
        assertThat(dials).containsOnlyKeys("10.0.0.1");

        pass(Duration.ofNanos(1));
        assertThat(dials).containsOnlyKeys("10.0.0.1", "10.0.0.2");
        assertThat(dialTo("10.0.0.1").socket.isClosed()).isFalse();
    }

    @Test
    void firstToConnectWinsAndTheOthersAreClosed() throws Exception {
        resolve("10.0.0.1", "10.0.0.2", "10.0.0.3");
        pass(HEAD_START);
        dialTo("10.0.0.2").connects();

        assertThat(attempt.result()).isCompleted();
        assertThat(dialTo("10.0.0.1").socket.isClosed()).isTrue();
        assertThat(logic.events).containsExactly("open");

        pass(TIMEOUT);
        assertThat(dials).doesNotContainKey("10.0.0.3");
        assertThat(attempt.result().join().isOpen()).isTrue();
    }

    @Test
    void refusalLetsTheNextOneBeginAtOnceWithAHeadStartOfItsOwn() throws Exception {
        resolve("10.0.0.1", "10.0.0.2", "10.0.0.3");
        pass(HEAD_START.dividedBy(2));
        dialTo("10.0.0.1").fails("refused");
        assertThat(dials).containsKey("10.0.0.2");

        pass(HEAD_START.minusNanos(1));
        assertThat(dials).doesNotContainKey("10.0.0.3");
        pass(Duration.ofNanos(1));
        assertThat(dials).containsKey("10.0.0.3");
    }

    @Test
    void whatCannotBeDialledCostsNoTime() throws Exception {
        unreachable.add("10.0.0.1");
        unreachable.add("10.0.0.2");
        resolve("10.0.0.1", "10.0.0.2", "10.0.0.3");

        dialTo("10.0.0.3").fails("refused");
        assertThat(failure().attempts().values())
                .extracting(Throwable::getMessage)
                .containsExactly("Network is unreachable", "Network is unreachable", "refused");
    }

    /** A shorter timeout than all head starts together: every address still gets its turn. */
    @Test
    void manyAddressesShareTheTimeout() throws Exception {
        String[] many = new String[60];
        for (int i = 0; i < many.length; i++) {
            many[i] = "10.0.1." + i;
        }
        resolve(many);
        for (int i = 0; i < 120; i++) {
            pass(TIMEOUT.dividedBy(120));
        }
        pass(Duration.ofMillis(1));

        assertThat(dials).hasSize(many.length);
        assertThat(failure().attempts()).hasSize(many.length);
        assertThat(failure()).hasMessageContaining("no address answered within 5000 ms");
    }

    @Test
    void atMostEightSocketsRace() throws Exception {
        String[] nine = new String[ConnectAttempt.MAX_RACING + 1];
        for (int i = 0; i < nine.length; i++) {
            nine[i] = "10.0.1." + i;
        }
        resolve(nine);
        for (int i = 1; i < ConnectAttempt.MAX_RACING; i++) {
            pass(HEAD_START);
        }
        assertThat(dials.values()).hasSize(ConnectAttempt.MAX_RACING).noneMatch(dial -> dial.socket.isClosed());

        pass(HEAD_START);
        assertThat(dials).hasSize(nine.length);
        assertThat(dialTo("10.0.1.0").socket.isClosed()).isTrue();
        assertThat(dialTo("10.0.1.1").socket.isClosed()).isFalse();
    }

    @Test
    void errorNamesEveryAddressInTheOrderOfTrying() throws Exception {
        resolve("10.0.0.1", "10.0.0.2", "10.0.0.3");
        pass(HEAD_START);
        pass(HEAD_START);
        dialTo("10.0.0.2").fails("refused by two");
        dialTo("10.0.0.1").fails("refused by one");
        dialTo("10.0.0.3").fails("refused by three");

        assertThat(failure())
                .hasMessageContaining(
                        "(tried /10.0.0.1:7: refused by one; /10.0.0.2:7: refused by two; /10.0.0.3:7: refused by three)");
    }

    @Test
    void silenceEndsAtTheTimeout() throws Exception {
        resolve("10.0.0.1");
        pass(TIMEOUT.minusNanos(1));
        assertThat(attempt.result()).isNotDone();

        pass(Duration.ofNanos(1));
        turn();
        assertThat(failure()).hasMessageContaining("within 5000 ms").hasMessageContaining("10.0.0.1:7: no answer");
        assertThat(dialTo("10.0.0.1").socket.isClosed()).isTrue();
    }

    @Test
    void cancelClosesWhatIsUnderWay() throws Exception {
        resolve("10.0.0.1", "10.0.0.2");
        attempt.result().cancel(false);
        turn();

        assertThat(dialTo("10.0.0.1").socket.isClosed()).isTrue();
        pass(HEAD_START);
        assertThat(dials).doesNotContainKey("10.0.0.2");
        dialTo("10.0.0.1").connects();
        assertThat(logic.events).isEmpty();
    }

    @Test
    void logicThatCannotBeMadeFailsTheConnectAtOnce() throws Exception {
        Error thrown = new NoClassDefFoundError("thrown on purpose");
        unmakeable = thrown;
        resolve("10.0.0.1");
        dialTo("10.0.0.1").connects();

        assertThat(failure()).hasMessageContaining("could not be set up").hasCause(thrown);
    }

    @Test
    void endOfTheLoopFailsTheConnect() throws Exception {
        resolve("10.0.0.1");
        loop.close();
        turn();

        assertThat(failure()).hasMessageContaining("closed");
        dialTo("10.0.0.1").abandon(); // What the selector does with a real socket.
    }

    @Test
    void nameWithoutAddressSaysSo() throws Exception {
        resolve();

        assertThat(failure())
                .hasMessageContaining("no address answered")
                .hasRootCauseMessage("the name has no address");
    }

    private static final class PlayedDial implements Dial {
        private final InetSocketAddress address;
        private final Listener listener;
        private final ManualSocket socket = new ManualSocket();
        private boolean givenAway;

        PlayedDial(InetSocketAddress address, Listener listener) {
            this.address = address;
            this.listener = listener;
        }

        void connects() {
            listener.connected(this);
        }

        void fails(String why) {
            abandon();
            listener.failed(this, new IOException(why));
        }

        @Override
        public InetSocketAddress address() {
            return address;
        }

        @Override
        public SocketIo io() {
            return socket;
        }

        @Override
        public void handOver(Selectable owner) {
            givenAway = true;
        }

        @Override
        public void abandon() {
            if (!givenAway) {
                socket.close();
            }
        }
    }
}
