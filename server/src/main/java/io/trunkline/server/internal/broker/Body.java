package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.SharedBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A payload where it lies: in the loop's array for as long as the read callback runs, or in one that nobody will change.
 *
 * @param array holds it
 * @param offset its first byte
 * @param length its bytes
 * @param isBinary whether it came with the BINARY flag
 * @param isOwned whether the array stays as it is for good
 * @param shared the account of an array that the queues of several connections refer to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Body(
        byte[] array,
        int offset,
        int length,
        boolean isBinary,
        boolean isOwned,
        @Nullable SharedBytes shared) {
    /** In a borrowed array. */
    Body(byte[] array, int offset, int length, boolean isBinary) {
        this(array, offset, length, isBinary, false, null);
    }

    /** Gives it to be kept: copied, unless its array is for good. */
    Payload copy() {
        return isOwned ? Payload.wrap(array).slice(offset, length) : Payload.wrap(copied());
    }

    /** Gives it in an array that nobody will change, so that many queues may refer to it. */
    Body owned() {
        return isOwned ? this : new Body(copied(), 0, length, isBinary, true, null);
    }

    /** Does the same for several connections, whose queues charge it once. */
    Body shared(MemoryBudget memory) {
        Body owned = owned();
        return new Body(owned.array, owned.offset, length, isBinary, true, new SharedBytes(memory, length));
    }

    /** Does the same for what is made of a payload: charged where it is large. */
    Body kept(MemoryBudget memory) {
        return length >= Outgoing.LARGE ? shared(memory) : owned();
    }

    private byte[] copied() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }
}
