package io.trunkline.testing.client;

import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TrunklineClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process whose client calls while there is no heap: prints what became of it, a line for each round.
 *
 * <p>In a round all memory is taken, four threads call, the server ends the connection, memory is given back, and then every call
 * must have ended and the client must work again.
 */
final class HungryClientMain {
    private static final int CALLERS = 4;
    private static final int CALLS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    /** Several times as long as a request may take. */
    private static final Duration HUNGRY = Duration.ofSeconds(10);

    /** Requests until the client must be back: two heartbeats at the worst. */
    private static final int TRIES = 40;

    /** Behind each other in a chain of arrays, so that taking the last of them needs no list. */
    private static volatile Object @Nullable [] taken;

    private HungryClientMain() {}

    public static void main(String[] args) throws Exception {
        ClientOptions options = ClientOptions.builder()
                .endpoint("127.0.0.1", Integer.parseInt(args[0]))
                .connectTimeout(Duration.ofSeconds(20))
                .requestTimeout(REQUEST_TIMEOUT)
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(50))
                        .maxDelay(Duration.ofMillis(200))
                        .build())
                .build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            round(client, false); // What it needs later is loaded while there is memory.
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                System.out.println(ChildClient.RESULT + round(client, true));
            }
        }
        System.out.println(ChildClient.RESULT + "closed");
    }

    private static String round(TrunklineClient client, boolean hungry) throws InterruptedException {
        @Nullable Future<?>[] futures = new @Nullable Future<?>[CALLERS * CALLS];
        CountDownLatch begin = new CountDownLatch(1);
        Thread[] callers = new Thread[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            int from = i * CALLS;
            callers[i] = new Thread(() -> call(client, begin, futures, from), "caller");
            callers[i].start();
        }
        if (hungry) {
            devour();
        }
        begin.countDown();
        join(callers, HUNGRY);
        taken = null;
        join(callers, PATIENCE); // A call that has not ended without memory ends once there is some.
        return outcome(client, callers, futures);
    }

    private static void join(Thread[] callers, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (Thread caller : callers) {
            TimeUnit.NANOSECONDS.timedJoin(caller, end - System.nanoTime());
        }
    }

    private static void call(TrunklineClient client, CountDownLatch begin, @Nullable Future<?>[] futures, int from) {
        while (begin.getCount() > 0) {
            Thread.onSpinWait(); // Waiting in line would need memory.
        }
        for (int i = from; i < from + CALLS; i++) {
            futures[i] = call(client, i);
        }
    }

    /** Calls in one of the ways; where there is no memory for a call it ends by saying so. */
    private static @Nullable Future<?> call(TrunklineClient client, int number) {
        try {
            switch (number % 4) {
                case 0 -> client.request("echo", Payload.EMPTY);
                case 1 -> client.publish("nobody", Payload.EMPTY);
                default -> {
                    return client.requestAsync(number % CALLS == 6 ? "cut" : "echo", Payload.EMPTY);
                }
            }
        } catch (Throwable ended) {
            return null; // However it ended, it has.
        }
        return null;
    }

    /** Takes what there is: large pieces, then small ones. */
    private static void devour() {
        for (int size = 1 << 16; size >= 1 << 5; size >>= 1) {
            devour(size);
        }
    }

    private static void devour(int size) {
        try {
            while (true) {
                Object[] more = new Object[size];
                more[0] = taken;
                taken = more;
            }
        } catch (OutOfMemoryError e) {
            return; // None of this size is left.
        }
    }

    private static String outcome(TrunklineClient client, Thread[] callers, @Nullable Future<?>[] futures)
            throws InterruptedException {
        for (Thread caller : callers) {
            if (caller.isAlive()) {
                return "a call that blocks for ever at " + Arrays.toString(caller.getStackTrace());
            }
        }
        for (int i = 0; i < futures.length; i++) {
            Future<?> future = futures[i];
            if (future != null && !hasEnded(future)) {
                return "call " + i + " has not ended: " + client;
            }
        }
        return worksAgain(client) ? "works again" : "does not work again: " + client;
    }

    private static boolean hasEnded(Future<?> future) throws InterruptedException {
        try {
            future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Within its own time, whatever it is in the middle of. */
    private static boolean worksAgain(TrunklineClient client) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            CompletableFuture<Payload> answer = client.requestAsync("echo", Payload.EMPTY);
            if (hasEnded(answer) && !answer.isCompletedExceptionally()) {
                return true;
            }
        }
        return false;
    }
}
