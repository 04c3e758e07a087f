package io.trunkline.testing.client;

import io.trunkline.Route;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

import static org.awaitility.Awaitility.await;

/** A JVM of its own whose virtual threads all wait for answers at once; its arguments are the server's port and how many. */
public final class VirtualCallers {
    private static final Route<Integer, Integer> MEET = Route.of("meet", Integer.class, Integer.class);
    private static final Route<Integer, Integer> COME_FIRST = Route.of("come.first", Integer.class, Integer.class);

    private static final int CONNECTIONS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private VirtualCallers() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        AtomicInteger answered = new AtomicInteger();
        try (Recording recording = new Recording();
                TrunklineClient client = TrunklineClient.connect(ClientOptions.builder()
                        .endpoint("127.0.0.1", port)
                        .connections(CONNECTIONS)
                        .requestTimeout(Duration.ofMinutes(2))
                        .build())) {
            // One connection takes 128 requests of a topic at once, so the others must be there.
            await().atMost(PATIENCE).until(() -> client.stats().connections() == CONNECTIONS);
            initializeClasses(client);
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO);
            recording.start();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                callers.add(startVirtual(() -> {
                    if (client.request(MEET, number) == number) {
                        answered.incrementAndGet();
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            recording.stop();
            System.out.println("ANSWERED " + answered);
            System.out.println("PINNED " + pinnedByUs(recording));
        }
    }

    /** A thread that waits until another has initialized a class keeps its carrier, whoever wrote the class. */
    private static void initializeClasses(TrunklineClient client) throws Exception {
        startVirtual(() -> client.request(COME_FIRST, 0)).join();
    }

    /** The release that this is compiled for has no virtual threads. */
    private static Thread startVirtual(Runnable task)
            throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    /** The places of ours in which a virtual thread has held its carrier while it waited. */
    private static List<String> pinnedByUs(Recording recording) throws Exception {
        Path file = Files.createTempFile("pinned", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                    .filter(event -> event.getStackTrace() != null)
                    .map(event -> event.getStackTrace().getFrames())
                    .filter(VirtualCallers::waitedInOurs)
                    .map(List::toString)
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    /** Whether we held the carrier: the JVM does so itself where a call of ours has it load a class. */
    private static boolean waitedInOurs(List<RecordedFrame> frames) {
        List<String> types = frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .takeWhile(type -> !type.startsWith("io.trunkline"))
                .toList();
        return types.size() < frames.size() && !types.contains(ClassLoader.class.getName());
    }
}
