package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import io.trunkline.server.internal.handler.Reply;
import java.util.Map;

/** What a peer hears that is known and may not: the same whatever there is. */
final class Forbidden {
    private static final String TEXT = "You have no permission for this";
    private static final Map<String, Object> DETAILS = Map.of("executed", "no");

    /** What observers and the log are told; the topic is the peer's text. */
    static final String NOTICE = "no rule allows what it asked for";

    static final Reply REPLY = new Reply.Failure(ErrorCode.FORBIDDEN, TEXT, DETAILS);

    private Forbidden() {}

    static ReplyException exception() {
        return new ReplyException(ErrorCode.FORBIDDEN, TEXT, DETAILS);
    }
}
