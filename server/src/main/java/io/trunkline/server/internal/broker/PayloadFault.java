package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.server.internal.handler.Reply;
import java.util.Map;

/** Says on the wire what is wrong with a payload. Thread-safe: stateless. Implements SPEC.md, reasons of errors. */
final class PayloadFault {
    private PayloadFault() {}

    /** What does not parse is malformed; what parses and does not fit is an invalid request. */
    static Reply.Failure reply(PayloadException e) {
        boolean parses = e.reason().equals("INVALID_PAYLOAD");
        return new Reply.Failure(
                parses ? ErrorCode.INVALID_REQUEST : ErrorCode.MALFORMED_MESSAGE,
                String.valueOf(e.getMessage()),
                Map.of("reason", e.reason(), "executed", "no"));
    }
}
