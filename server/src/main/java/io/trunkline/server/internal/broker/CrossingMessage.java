package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.Payload;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.TopicCache;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A broker message as it crosses from one server to another.
 *
 * <pre>{@code
 * publish, request:  u8 flags (BINARY or 0) · header line · LF · payload       answer:  u8 flags · payload
 * }</pre>
 *
 * <p>The header is that of SPEC.md section 5.1, so that programs in other languages can read it. Immutable.
 *
 * @param head what the header says
 * @param payload in an array that nobody will change
 */
record CrossingMessage(RequestHead head, Body payload) {
    /** Reads what others have written; thread-safe, since few messages cross and a parser is not made for each. */
    static final class Reader {
        private final Broker broker;
        private final HeaderParser parser = new HeaderParser(new TopicCache());

        Reader(Broker broker) {
            this.broker = broker;
        }

        /** Null if it is no message of this kind, or one about this server's own. */
        @Nullable
        CrossingMessage read(Action action, Payload message) {
            byte[] array = message.toBytes();
            if (array.length == 0) {
                return null;
            }
            synchronized (parser) {
                boolean ours = parser.tryParse(array, 1, array.length - 1)
                        && parser.action() == action
                        && !parser.topic().isSystem();
                return ours ? read(array) : null;
            }
        }

        private CrossingMessage read(byte[] array) {
            RequestHead head = RequestHead.of(parser, broker.timeoutNanos(parser.timeoutMs()));
            return new CrossingMessage(head, body(array, parser.payloadStart(), parser.payloadLength()));
        }
    }

    private static Body body(byte[] array, int offset, int length) {
        return new Body(array, offset, length, array[0] == EnvelopeFlags.BINARY, true, null);
    }

    static Payload publish(RequestHead head, Body payload) {
        return join(Heads.publish(head.topic(), head.version(), null, head.parent()), payload);
    }

    static Payload request(RequestHead head, @Nullable UUID id, Body payload) {
        return join(Heads.request(head, id, head.timeoutNanos()), payload);
    }

    static Payload answer(Body payload) {
        return join(new byte[0], payload);
    }

    /** The payload of an answer; null if it is none of ours. */
    static @Nullable Body readAnswer(Payload answer) {
        byte[] array = answer.toBytes();
        return array.length == 0 ? null : body(array, 1, array.length - 1);
    }

    private static Payload join(byte[] line, Body payload) {
        byte[] message = new byte[1 + line.length + payload.length()];
        message[0] = (byte) (payload.isBinary() ? EnvelopeFlags.BINARY : 0);
        System.arraycopy(line, 0, message, 1, line.length);
        System.arraycopy(payload.array(), payload.offset(), message, 1 + line.length, payload.length());
        return Payload.wrap(message);
    }
}
