package io.trunkline.cli;

import io.trunkline.Call;
import io.trunkline.CallHandler;
import io.trunkline.ErrorCode;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request with its own payload; a JSON object with {@code delay_ms} makes it wait that long first.
 *
 * <p>Thread-safe. Blocks its worker while it waits; a wait ends early when the caller is gone.
 */
final class EchoRoute implements CallHandler<Message, Object> {
    private static final long MAX_DELAY_MILLIS = 3_600_000;

    @Override
    public Object handle(Message request, Call call) throws InterruptedException {
        return echo(request.payload());
    }

    static Payload echo(Payload payload) throws InterruptedException {
        Thread.sleep(delayMillis(payload));
        return payload;
    }

    private static long delayMillis(Payload payload) {
        Object delay = delay(payload);
        if (delay == null) {
            return 0;
        }
        if (delay instanceof Number number && number.longValue() >= 0 && number.longValue() <= MAX_DELAY_MILLIS) {
            return number.longValue();
        }
        throw new ReplyException(
                ErrorCode.INVALID_REQUEST, "delay_ms must be 0 to " + MAX_DELAY_MILLIS + " milliseconds");
    }

    /** The payload is opaque to an echo: what is no JSON object simply has no delay. */
    private static @Nullable Object delay(Payload payload) {
        try {
            return payload.as(Map.class).get("delay_ms");
        } catch (PayloadException notAnObject) {
            return null;
        }
    }
}
