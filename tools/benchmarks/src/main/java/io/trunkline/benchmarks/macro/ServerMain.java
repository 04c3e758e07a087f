package io.trunkline.benchmarks.macro;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process of one server: prints its port, then answers questions about itself until its input ends.
 *
 * <pre>{@code
 * arguments: PEER SCENARIO
 *  out: PORT 40001   in: cpu     out: CPU 123456789 (nanos)
 *                    in: memory  out: MEMORY heap resident (bytes)
 * }</pre>
 */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) throws Exception {
        Scenario scenario = Scenario.valueOf(args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Listening server = Peers.named(args[0]).serve(scenario)) {
            System.out.println("PORT " + server.port());
            String question;
            while ((question = in.readLine()) != null) {
                System.out.println(answer(question));
            }
        }
        System.exit(0); // Whatever threads a peer leaves behind.
    }

    private static String answer(String question) throws Exception {
        return switch (question) {
            case "cpu" -> "CPU " + Cpu.ofThisProcess();
            case "memory" -> "MEMORY " + Memory.heapAfterCollection() + " " + Memory.resident();
            default -> throw new IllegalArgumentException(question);
        };
    }
}
