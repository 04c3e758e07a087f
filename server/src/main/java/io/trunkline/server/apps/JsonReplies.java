package io.trunkline.server.apps;

import io.trunkline.ClosedException;
import io.trunkline.ErrorCode;
import io.trunkline.JsonMessage;
import io.trunkline.PayloadException;
import io.trunkline.QueueFullException;
import io.trunkline.ReplyException;
import io.trunkline.transport.FrameConnection;

/**
 * Answers one peer: with what an application says, or with the error that it met. Confined to where its handler runs.
 *
 * <p>A peer that does not take its answers is closed, whatever the overflow policy makes of other frames.
 */
final class JsonReplies {
    private final FrameConnection<JsonMessage> connection;

    JsonReplies(FrameConnection<JsonMessage> connection) {
        this.connection = connection;
    }

    void send(JsonMessage message) {
        try {
            connection.send(message);
        } catch (QueueFullException e) {
            connection.close();
        }
    }

    /** Sends what another peer has said, whose business it is not if this one is gone. */
    void deliver(JsonMessage message) {
        try {
            send(message);
        } catch (ClosedException e) {
            // It has just left: nobody is there to get it.
        }
    }

    void error(ErrorCode code, String text, String reason) {
        send(AppMessages.error(code, text, reason));
    }

    /** Answers a message that is no JSON, or not the JSON that it should be. */
    void invalid(PayloadException problem) {
        error(AppMessages.codeOf(problem), String.valueOf(problem.getMessage()), problem.reason());
    }

    /** Does what a message asks for, and answers its refusal if it is refused. */
    void answering(Runnable work) {
        try {
            work.run();
        } catch (ReplyException refused) {
            Object reason = refused.details().getOrDefault("reason", "");
            error(refused.code(), refused.text(), String.valueOf(reason));
        } catch (PayloadException problem) {
            invalid(problem);
        }
    }
}
