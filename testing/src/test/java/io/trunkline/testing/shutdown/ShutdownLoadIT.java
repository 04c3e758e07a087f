package io.trunkline.testing.shutdown;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import io.trunkline.server.DrainReport;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.ServerOptions;
import io.trunkline.server.TrunklineServer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand clients ask while the server shuts down: each request ends once, and none that was accepted is lost.
 *
 * <p>Rows P20 and F17 of the fault catalogue, in one process. The clients are bare sockets, so that a second answer would be
 * seen.
 */
class ShutdownLoadIT {
    private static final int CLIENTS = 1_000;
    private static final int ANSWERS_BEFORE = 5_000;

    private static final Route<Integer, Integer> WORK = Route.of("work", Integer.class, Integer.class);

    private final ExecutorService workers = Executors.newFixedThreadPool(16);
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acceptedTwice = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<CrowdMember> crowd = new ArrayList<>();

    @AfterEach
    void end() {
        crowd.forEach(CrowdMember::close);
        workers.shutdownNow();
    }

    private int work(int number) {
        if (!accepted.add(number)) {
            acceptedTwice.incrementAndGet();
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
        return number;
    }

    private TrunklineServer start() {
        return TrunklineServer.builder()
                .listen(ListenOptions.builder()
                        .port(0)
                        .framing(Framing.LENGTH_PREFIXED)
                        .build())
                .handle(WORK, this::work)
                .options(ServerOptions.builder().workers(workers).build())
                .start();
    }

    @Test
    @Tag("feature-136")
    @Tag("feature-144")
    @Tag("feature-145")
    @Tag("feature-184")
    @Timeout(120)
    void everyRequestOfAThousandClientsEndsOnceAndNoAcceptedOneIsLost() throws Exception {
        TrunklineServer server = start();
        DrainReport report;
        CompletableFuture<DrainReport> drained = null;
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < CLIENTS; i++) {
                CrowdMember member = new CrowdMember(server.port(), numbers::incrementAndGet);
                crowd.add(member);
                member.channel().register(selector, SelectionKey.OP_READ, member);
                member.begin();
            }
            int open = CLIENTS;
            while (open > 0) {
                open -= turn(selector);
                // Who still waits to be accepted then has no connection that could be told.
                if (drained == null
                        && accepted.size() >= ANSWERS_BEFORE
                        && server.stats().connections() == CLIENTS) {
                    drained = server.closeAsync(Duration.ofSeconds(60));
                }
            }
            // The clients have seen their ends; the server may still have to see theirs.
            report = requireNonNull(drained, "the drain").get(20, TimeUnit.SECONDS);
        } finally {
            server.closeNow();
        }
        check(report);
    }

    private static int turn(Selector selector) throws IOException {
        int ended = 0;
        selector.select(1_000);
        for (SelectionKey key : selector.selectedKeys()) {
            ended += ((CrowdMember) key.attachment()).receive() ? 0 : 1;
        }
        selector.selectedKeys().clear();
        return ended;
    }

    private void check(DrainReport report) {
        Map<CrowdMember.End, Integer> ends = new HashMap<>();
        int answers = 0;
        for (CrowdMember member : crowd) {
            member.ends().forEach((number, end) -> {
                ends.merge(end, 1, Integer::sum);
                assertThat(accepted.contains(number))
                        .as("request %d ended %s", number, end)
                        .isEqualTo(end == CrowdMember.End.ANSWERED);
            });
            assertThat(member.notices()).isEqualTo(1);
            answers += member.answers();
        }
        int answered = ends.getOrDefault(CrowdMember.End.ANSWERED, 0);
        int refused = ends.getOrDefault(CrowdMember.End.REFUSED, 0);
        int unanswered = ends.getOrDefault(CrowdMember.End.UNANSWERED, 0);
        System.out.printf(
                "shutdown under load: %d clients, %d requests: %d answered, %d refused, %d not taken; %s%n",
                CLIENTS, numbers.get(), answered, refused, unanswered, report);
        assertThat(answered + refused + unanswered).isEqualTo(numbers.get());
        assertThat(answers).as("each answer once").isEqualTo(answered + refused);
        assertThat(answered).as("accepted").isEqualTo(accepted.size()).isGreaterThanOrEqualTo(ANSWERS_BEFORE);
        assertThat(acceptedTwice).hasValue(0);
        assertThat(report.connections()).isEqualTo(CLIENTS);
        assertThat(report.isComplete()).as(report.toString()).isTrue();
    }
}
