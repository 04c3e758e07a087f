package io.trunkline.testing.faults;

import io.trunkline.testing.OurThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each phase of a connection × each fault, plain and with TLS: at most that connection ends, for the reason in the table, and nothing is left.
 *
 * <p>Covers F1–F12, F14 and F42 as seen by one connection, and P5, P6. A cell says how the server and how the client saw the
 * end; where several words are right, the network decides which; {@code lives} means that everything arrives in spite of the
 * fault. The client's end is looked at when the network is back, since it may not have heard of it before.
 *
 * <p>Cells share nothing and mostly wait, so several run at once.
 */
class FaultMatrixIT {
    private static final String PLAIN = """
            fault                | CONNECTING            | IDLE               | INCOMING             | OUTGOING           | SLOW_READER        | DRAINING     | LINGERING    | HALF_CLOSED
            RESET                | LOST/LOST,CONNECT     | LOST/LOST          | LOST/LOST            | LOST/LOST          | LOST/LOST          | LOCAL/LOST   | LOCAL/REMOTE | LOST/LOST
            FIN                  | REMOTE/REMOTE         | REMOTE/REMOTE      | PROTOCOL/REMOTE      | REMOTE/REMOTE      | REMOTE/REMOTE      | LOCAL/REMOTE | LOCAL/REMOTE | LOCAL/REMOTE
            SILENCE              | IDLE/IDLE             | IDLE/IDLE          | FRAME_TIMEOUT/LOST   | WRITE_STALL/LOST   | WRITE_STALL/LOST   | LOCAL/LOST   | LOCAL/REMOTE | WRITE_STALL/LOST
            BLACK_HOLE_TO_SERVER | IDLE/REMOTE           | IDLE/REMOTE        | FRAME_TIMEOUT/REMOTE | IDLE/REMOTE        | WRITE_STALL/REMOTE | LOCAL/REMOTE | LOCAL/REMOTE | lives
            BLACK_HOLE_TO_CLIENT | IDLE/REMOTE           | IDLE/REMOTE        | IDLE/REMOTE          | IDLE/REMOTE        | IDLE/REMOTE        | LOCAL/REMOTE | LOCAL/REMOTE | IDLE/REMOTE
            LATENCY              | lives                 | lives              | lives                | lives              | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            BANDWIDTH            | lives                 | lives              | FRAME_TIMEOUT/REMOTE | WRITE_STALL/REMOTE | WRITE_STALL/REMOTE | LOCAL/REMOTE | LOCAL/REMOTE | WRITE_STALL/REMOTE
            SLICER               | lives                 | lives              | lives                | lives              | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            CORRUPT              | PROTOCOL/REMOTE       | PROTOCOL/REMOTE    | lives                | lives              | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            DUPLICATE            | FRAME_TIMEOUT/REMOTE  | FRAME_TIMEOUT/REMOTE | FRAME_TIMEOUT/REMOTE | lives            | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            HELD                 | lives                 | lives              | lives                | lives              | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            """;

    /**
     * With TLS, an end without close_notify is a loss and not an end (input 108), a changed byte always ends the connection,
     * and a handshake that is disturbed ends on both sides, with the server's logic never told ({@code -}).
     */
    private static final String TLS = """
            fault                | CONNECTING  | HANDSHAKE   | IDLE               | INCOMING             | OUTGOING           | SLOW_READER        | DRAINING     | LINGERING    | HALF_CLOSED
            RESET                | -/CONNECT   | -/CONNECT   | LOST/LOST          | LOST/LOST            | LOST/LOST          | LOST/LOST          | LOCAL/LOST   | LOCAL/REMOTE | LOST/LOST
            FIN                  | -/CONNECT   | -/CONNECT   | LOST/LOST          | LOST/LOST            | LOST/LOST          | LOST/LOST          | LOCAL/LOST   | LOCAL/REMOTE | LOCAL/LOST,REMOTE
            SILENCE              | -/CONNECT   | -/CONNECT   | IDLE/IDLE          | FRAME_TIMEOUT/LOST   | WRITE_STALL/LOST   | WRITE_STALL/LOST   | LOCAL/LOST   | LOCAL/REMOTE | WRITE_STALL/LOST
            BLACK_HOLE_TO_SERVER | -/CONNECT   | -/LOST      | IDLE/REMOTE        | FRAME_TIMEOUT/REMOTE | IDLE/REMOTE        | WRITE_STALL/LOST   | LOCAL/REMOTE | LOCAL/REMOTE | lives
            BLACK_HOLE_TO_CLIENT | -/CONNECT   | -/CONNECT   | IDLE/LOST          | IDLE/LOST            | IDLE/LOST          | IDLE/LOST          | LOCAL/LOST   | LOCAL/REMOTE | IDLE/LOST,REMOTE
            LATENCY              | lives       | lives       | lives              | lives                | lives              | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            BANDWIDTH            | lives       | lives       | lives              | FRAME_TIMEOUT/REMOTE | WRITE_STALL/LOST   | WRITE_STALL/LOST   | LOCAL/LOST   | LOCAL/REMOTE | WRITE_STALL/LOST,REMOTE
            SLICER               | lives       | lives       | lives              | lives                | lives              | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            CORRUPT              | -/CONNECT   | -/CONNECT   | TLS/TLS,LOST       | TLS/TLS,LOST         | TLS,LOST/TLS       | TLS,LOST/TLS       | LOCAL/TLS    | LOCAL/REMOTE | TLS,LOST/LOST
            DUPLICATE            | -/CONNECT   | -/CONNECT   | IDLE/LOST          | FRAME_TIMEOUT/LOST   | TLS,LOST/TLS       | TLS,LOST/TLS       | LOCAL/TLS    | LOCAL/REMOTE | TLS,LOST/LOST
            HELD                 | lives       | lives       | lives              | lives                | lives              | lives              | LOCAL/REMOTE | LOCAL/REMOTE | lives
            """;

    @AfterAll
    static void noThreadIsLeftOfAnyCell() {
        OurThreads.awaitNone();
    }

    static Stream<Arguments> everyCell() {
        return Stream.concat(cells(Security.PLAIN, PLAIN), cells(Security.TLS, TLS));
    }

    private static Stream<Arguments> cells(Security security, String table) {
        List<Arguments> cells = new ArrayList<>();
        List<List<String>> rows = table.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::trim).toList())
                .toList();
        List<String> phases = rows.get(0);
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int i = 1; i < row.size(); i++) {
                cells.add(arguments(security, Phase.valueOf(phases.get(i)), Fault.valueOf(row.get(0)), row.get(i)));
            }
        }
        return cells.stream();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1} x {2}: {3}")
    @MethodSource("everyCell")
    void atMostTheOneConnectionEnds(Security security, Phase phase, Fault fault, String cell) throws Exception {
        Expectation expectation = Expectation.parse(cell);
        try (MatrixRig rig = new MatrixRig(security, phase, fault, expectation)) {
            try {
                phase.enter(rig);
                rig.strike();
                rig.assertNeighbourUnharmed();
                if (expectation.lives()) {
                    rig.assertLives();
                } else {
                    rig.assertEnded();
                }
                rig.assertNeighbourUnharmed();
                rig.assertNothingLeft();
            } catch (Throwable e) {
                e.addSuppressed(new AssertionError(rig.toString()));
                throw e;
            }
        }
    }
}
