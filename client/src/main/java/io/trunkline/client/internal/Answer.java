package io.trunkline.client.internal;

import io.trunkline.ReplyException;
import io.trunkline.codec.internal.message.ErrorPayload;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a response, where it was read.
 *
 * <p>Valid during the callback that it is given to. Loop-confined.
 *
 * @param array holds it
 * @param offset where it begins
 * @param length how many bytes it has
 * @param binary whether its sender says that it is bytes, not JSON: then it is no error, whatever it looks like
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it does not outlive the callback.
record Answer(byte[] array, int offset, int length, boolean binary) {
    /** Reads the error that it is, or null if it is none; throws PayloadException for one that does not parse. */
    @Nullable
    ReplyException error() {
        return binary ? null : ErrorPayload.read(array, offset, length);
    }

    <R> @Nullable R read(ReplyReader<R> reader) {
        return reader.read(array, offset, length);
    }
}
