package io.trunkline.benchmarks.macro;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The process of one client: puts the load on the server, and prints what came of it.
 *
 * <pre>{@code
 * arguments: PEER SCENARIO PORT WARM_UP_MILLIS MEASURED_MILLIS
 *  out: READY 1 (cpu nanos)   in: go   …   out: BEGIN 123   in: go   …   out: END 456   in: go   …   out: RESULT RATE=… P50=…
 * }</pre>
 */
final class ClientMain {
    private ClientMain() {}

    public static void main(String[] args) throws Exception {
        Scenario scenario = Scenario.valueOf(args[1]);
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[2]));
        Told told = new Told();
        told.tell("READY");
        Phases phases = new Phases(millis(args[3]), millis(args[4]), scenario.connections(), told);
        try (Dialer dialer = Peers.named(args[0]).dial(server, scenario)) {
            System.out.println("RESULT " + Load.of(scenario).run(dialer, scenario, phases));
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // Whatever threads a peer leaves behind.
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    /**
     * Tells the parent, and waits until it has looked at the server.
     *
     * <p>Told once before the load: the first time loads some hundred classes, and makes the JVM throw away compiled code of
     * the JDK that the load shares with it, which would be at the very moment at which measuring begins.
     */
    private static final class Told implements Phases.Marks {
        private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

        @Override
        public void begin() throws IOException {
            tell("BEGIN");
        }

        @Override
        public void end() throws IOException {
            tell("END");
        }

        private void tell(String what) throws IOException {
            System.out.println(what + " " + Cpu.ofThisProcess());
            if (in.readLine() == null) {
                throw new IOException("the parent has gone");
            }
        }
    }
}
