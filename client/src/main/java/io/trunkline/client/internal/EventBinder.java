package io.trunkline.client.internal;

import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.TypeRef;
import io.trunkline.codec.internal.message.Binding;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.Messages;
import java.util.Arrays;

/**
 * Makes what a receiver takes, of an event that waited or of the bytes that were just read.
 *
 * <p>Thread-safe: stateless.
 *
 * @param <T> what the receiver takes
 */
interface EventBinder<T> {
    /** Binds an event; throws PayloadException if it does not bind. */
    T bind(Event event);

    /** Binds what a parser has just read, where it lies; nothing of the array is in what it makes. */
    T bind(HeaderParser header, byte[] array);

    /** Binds payloads to a type. */
    static <T> EventBinder<T> to(TypeRef<T> type, PayloadCodec codec) {
        return new EventBinder<>() {
            @Override
            public T bind(Event event) {
                return event.payload().as(type, codec);
            }

            @Override
            public T bind(HeaderParser header, byte[] array) {
                return Binding.decode(array, header.payloadStart(), header.payloadLength(), type, codec);
            }
        };
    }

    /** Makes whole messages. */
    static EventBinder<Message> toMessages() {
        return new EventBinder<>() {
            @Override
            public Message bind(Event event) {
                return event.message();
            }

            @Override
            public Message bind(HeaderParser header, byte[] array) {
                int from = header.payloadStart();
                return Messages.of(
                        header, Payload.wrap(Arrays.copyOfRange(array, from, from + header.payloadLength())));
            }
        };
    }
}
