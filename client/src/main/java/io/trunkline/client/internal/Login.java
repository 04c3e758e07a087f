package io.trunkline.client.internal;

import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.json.JsonText;
import io.trunkline.codec.internal.message.HeaderParser;
import org.jspecify.annotations.Nullable;

/**
 * Says who the client is, where it has a token, and learns whether the broker believes it.
 *
 * <pre>{@code
 * NEEDED ──send──▶ ASKED ──success──▶ DONE (also without a token, from the start)
 *                    └──an error──▶ the connection ends
 * }</pre>
 *
 * <p>Loop-confined. Never shows the token. Implements SPEC.md section 5.9.
 */
final class Login {
    private final ControlRequest request;
    private @Nullable String token;
    private boolean done;

    Login(SessionLine line, @Nullable String token) {
        this.request = new ControlRequest(line, SystemTopics.AUTH);
        this.token = token;
        this.done = token == null;
    }

    boolean isDone() {
        return done;
    }

    /** Sends the token, unless it was sent, and forgets it. */
    void send() {
        if (token != null) {
            request.send(JsonText.object().put("token", token).toPayload());
            token = null;
        }
    }

    /** Whether a response is the login's; {@link #outcome} says what it says. */
    boolean isAnswer(HeaderParser header) {
        return request.takeAnswer(header);
    }

    /** Reads the answer: null if we are in, else why not. */
    @Nullable
    RuntimeException outcome(Answer answer) {
        try {
            ReplyException refused = answer.error();
            done = refused == null;
            return refused;
        } catch (PayloadException e) {
            return e;
        }
    }
}
