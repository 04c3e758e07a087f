package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.MemoryBudget;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows those who are permitted to see it every message that comes from a client and every one that goes to one:
 * {@code system.message}.
 *
 * <p>What nobody has subscribed to costs one look at a flag. Messages to and from the broker itself are not shown, this one's
 * events the least of all. A payload is shown as JSON if it is JSON, else as text, else in base64; a long one by its length.
 * Thread-safe. Implements SPEC.md, log, metrics and audit events.
 */
final class Audit {
    static final String TOPIC = "system.message";

    private static final List<String> LEVELS = List.of("system", "message");
    private static final byte[] HEAD = Heads.publish(TopicName.of(TOPIC), SemVer.DEFAULT, null, null);

    /** A watcher takes frames of the default limit; what is longer says little to people. */
    private static final int LONGEST_PAYLOAD = 64 * 1024;

    private final SubscriptionRegistry<Peer> subscriptions;
    private final MemoryBudget memory;

    Audit(SubscriptionRegistry<Peer> subscriptions, MemoryBudget memory) {
        this.memory = memory;
        this.subscriptions = subscriptions;
    }

    boolean isOn() {
        return subscriptions.isAudited();
    }

    /** Shows a message that a client has sent. */
    void from(Peer client, Action action, RequestHead head, Body payload) {
        if (isOn()) {
            show("from", client, new Shown(action, head, head.id(), null), payload);
        }
    }

    /** Shows a message that is sent to a client under this id. */
    void to(Peer client, Shown message, Body payload) {
        if (isOn()) {
            show("to", client, message, payload);
        }
    }

    /**
     * The header as it goes over the wire.
     *
     * @param id written
     * @param masked the id that the sender used, where the broker replaced it
     */
    record Shown(
            Action action,
            RequestHead head,
            @Nullable UUID id,
            @Nullable UUID masked) {}

    private void show(String direction, Peer client, Shown message, Body payload) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("timestamp", ControlJson.timestamp(Instant.now()));
        event.put(direction, client.id());
        long timeout = TimeUnit.NANOSECONDS.toMillis(message.head.timeoutNanos());
        if (message.action == Action.REQUEST) {
            event.put("timeout", timeout);
        }
        event.put("message", Map.of("header", header(message), "payload", payload(payload)));
        if (message.masked != null) {
            event.put("maskedId", message.masked.toString());
        }
        Body body = ControlJson.body(ControlJson.object(event));
        FanOut.deliver(subscriptions.subscribersOf(LEVELS), new Event(HEAD, body, memory));
    }

    private static Map<String, Object> header(Shown message) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("action", message.action.name().toLowerCase(Locale.ROOT));
        header.put("topic", message.head.topic().text());
        header.put("version", message.head.version().text());
        if (message.id != null) {
            header.put("requestId", message.id.toString());
        }
        if (message.head.parent() != null) {
            header.put("parentRequestId", message.head.parent().toString());
        }
        return header;
    }

    private static Object payload(Body payload) {
        if (payload.length() > LONGEST_PAYLOAD) {
            return Map.of("omittedBytes", payload.length());
        }
        try {
            return ControlJson.value(payload);
        } catch (PayloadException e) {
            return text(payload);
        }
    }

    private static Object text(Body payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload.array(), payload.offset(), payload.length());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            byte[] copy = Arrays.copyOfRange(payload.array(), payload.offset(), payload.offset() + payload.length());
            return Map.of("base64", Base64.getEncoder().encodeToString(copy));
        }
    }
}
