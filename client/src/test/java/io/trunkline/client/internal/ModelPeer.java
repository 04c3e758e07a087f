package io.trunkline.client.internal;

import io.trunkline.transport.manual.ManualConnection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A broker that answers what it is asked, in any order, once, twice, wrongly or never. Caller-confined. */
final class ModelPeer {
    private static final String HELLO = "{\"status\":\"success\",\"protocol\":1,\"agent\":\"model/1\",\"flags\":[],"
            + "\"compression\":[],\"maxFrame\":1048576,\"maxMessage\":1048576}";

    /** A message of the client's. */
    record Seen(String action, String topic, String id, String payload) {
        boolean isSystem() {
            return topic.startsWith("system.");
        }
    }

    /** Patterns that this broker has acknowledged and not been asked to forget. */
    final Set<String> subscribed = new HashSet<>();

    private final ManualConnection connection;
    private final List<Seen> open = new ArrayList<>();
    private int read;
    private boolean greeted;
    private int asked;

    ModelPeer(ManualConnection connection) {
        this.connection = connection;
    }

    boolean isOpen() {
        return connection.connection().isOpen();
    }

    /** What has come since the last look, whole messages only. */
    List<Seen> look() {
        List<Seen> news = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(connection.socket().taken());
        in.position(read);
        while (in.remaining() >= 8 && in.remaining() >= 8 + in.getInt(in.position())) {
            byte[] body = new byte[in.getInt()];
            in.getInt();
            in.get(body);
            read = in.position();
            String text = new String(body, UTF_8);
            int line = text.indexOf('\n');
            String[] fields = text.substring(0, line).split(":", -1);
            news.add(new Seen(fields[0], fields[1], fields.length > 3 ? fields[3] : "", text.substring(line + 1)));
        }
        news.stream()
                .filter(seen -> !seen.id().isEmpty() && !seen.action().equals("response"))
                .forEach(open::add);
        return news;
    }

    void greet() {
        if (isOpen() && !greeted) {
            greeted = true;
            send("publish:system.initialize:1.0.0", "{}");
        }
    }

    /** Answers something that it was asked, now and then once more, with an error, or what nobody asked. */
    void answer(Random random) {
        if (!isOpen() || open.isEmpty()) {
            return;
        }
        switch (random.nextInt(12)) {
            case 0 -> reply(open.get(random.nextInt(open.size())), null);
            case 1 -> send("response:once:1.0.0:00000000-0000-4000-8000-00000000000" + random.nextInt(10), "1");
            case 2 -> {
                Seen seen = open.remove(random.nextInt(open.size()));
                reply(seen, "error:{\"code\":\"SERVICE_UNAVAILABLE\",\"message\":\"no\"}");
            }
            default -> reply(open.remove(random.nextInt(open.size())), null);
        }
    }

    /** Answers everything that it was asked. */
    void answerAll() {
        while (isOpen() && !open.isEmpty()) {
            reply(open.remove(0), null);
        }
    }

    private void reply(Seen seen, @Nullable String error) {
        String payload = seen.payload();
        if (seen.isSystem() || seen.action().equals("publish")) {
            payload = seen.topic().equals("system.hello") ? HELLO : "{\"status\":\"success\"}";
        }
        if (error == null || seen.topic().equals("system.hello")) {
            remember(seen);
            send("response:" + seen.topic() + ":1.0.0:" + seen.id(), payload);
        } else {
            send("response:" + seen.topic() + ":1.0.0:" + seen.id(), error);
        }
    }

    /** What else a subscription says, a priority say, is no matter here. */
    private void remember(Seen seen) {
        if (!seen.payload().contains("\"publish\"")) {
            return;
        }
        String pattern = seen.payload().replaceFirst(".*\"topic\":\"([^\"]*)\".*", "$1");
        if (seen.topic().equals("system.topic.subscribe")) {
            subscribed.add(pattern);
        } else if (seen.topic().equals("system.topic.unsubscribe")) {
            subscribed.remove(pattern);
        }
    }

    /** Asks what the client serves, or does not. */
    void ask(Random random) {
        if (isOpen() && greeted) {
            String topic = random.nextBoolean() ? "served" : "unknown";
            send("request:" + topic + ":1.0.0:00000000-0000-4000-8000-" + "%012d".formatted(++asked), "1");
        }
    }

    void event() {
        if (isOpen() && greeted) {
            send("publish:events.a:1.0.0", "1");
        }
    }

    private void send(String header, String payload) {
        byte[] body = (header + "\n" + payload).getBytes(UTF_8);
        arrives(ByteBuffer.allocate(8 + body.length)
                .putInt(body.length)
                .putInt(0)
                .put(body)
                .array());
    }

    private void arrives(byte[] bytes) {
        connection.socket().arrives(bytes);
        connection.readable();
    }

    /** Takes so many bytes more, and then none. */
    void stall(int bytes) {
        connection.socket().window(bytes);
    }

    void flow() {
        connection.socket().window(Integer.MAX_VALUE);
        if (isOpen()) {
            connection.writable();
        }
    }

    /** Ends in order, in the middle of a frame, with a reset, or by a frame that nobody can read. */
    void lose(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> connection.socket().ends();
            case 1 -> {
                connection.socket().arrives(new byte[] {0, 0, 1});
                connection.socket().ends();
            }
            case 2 -> connection.socket().arrives(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
            default -> connection.socket().resets();
        }
        for (int i = 0; i < 3 && isOpen(); i++) {
            connection.readable();
        }
    }

    /** Ends in order. */
    void end() {
        connection.socket().ends();
        connection.readable();
    }

    /** The client's own end closes it; nobody is told before the loop turns. */
    void cut() {
        connection.connection().close();
    }

    /** Hangs up, also on a client that waits for the other end. */
    void close() {
        connection.socket().ends();
        connection.readable();
        connection.close();
    }
}
