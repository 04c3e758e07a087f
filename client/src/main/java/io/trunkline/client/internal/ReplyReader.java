package io.trunkline.client.internal;

import io.trunkline.PayloadCodec;
import io.trunkline.TypeRef;
import io.trunkline.codec.internal.message.Binding;
import org.jspecify.annotations.Nullable;

/**
 * Makes an answer's value of its bytes, on the event loop and straight from the read buffer.
 *
 * @param <R> the value
 */
@FunctionalInterface
interface ReplyReader<R> {
    /** Throws PayloadException if the bytes are not what is expected; that call fails, nothing else does. */
    @Nullable
    R read(byte[] array, int offset, int length);

    /** Binds to a type. */
    static <R> ReplyReader<R> of(TypeRef<R> type, PayloadCodec codec) {
        return (array, offset, length) -> Binding.decode(array, offset, length, type, codec);
    }

    /** Looks at nothing: that there is an answer says it all. */
    static ReplyReader<Void> nothing() {
        return (array, offset, length) -> null;
    }
}
