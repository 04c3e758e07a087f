package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.SharedBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Frames that were encoded once for many connections: a queue that is empty refers to them, and to large ones always.
 *
 * <p>Immutable, since nobody changes the array; thread-safe.
 */
final class EncodedFrames implements Outgoing {
    private final byte[] array;
    private final int frames;
    private final @Nullable SharedBytes shared;

    /**
     * Takes bytes that nobody will change.
     *
     * @param frames that they are
     * @param shared the account that they are charged to; null for a few bytes
     */
    @SuppressWarnings("ArrayParameter") // The array is given away: a copy is what this class is there to avoid.
    EncodedFrames(byte[] array, int frames, @Nullable SharedBytes shared) {
        this.array = array;
        this.frames = frames;
        this.shared = shared;
    }

    /** One behind the other; charged to an account for so many bytes. */
    static EncodedFrames join(List<EncodedFrames> parts, IntFunction<@Nullable SharedBytes> account) {
        byte[] array = new byte[parts.stream().mapToInt(EncodedFrames::size).sum()];
        int at = 0;
        int frames = 0;
        for (EncodedFrames part : parts) {
            part.writeTo(array, at);
            at += part.size();
            frames += part.frames;
        }
        return new EncodedFrames(array, frames, account.apply(at));
    }

    @Override
    public int size() {
        return array.length;
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public void writeTo(byte[] out, int offset) {
        System.arraycopy(array, 0, out, offset, array.length);
    }

    @Override
    public ByteBuffer tail() {
        return ByteBuffer.wrap(array);
    }

    @Override
    public void writeHeadTo(byte[] out, int offset) {
        // All of it is tail.
    }

    @Override
    public boolean isFannedOut() {
        return true;
    }

    @Override
    public @Nullable SharedBytes shared() {
        return shared;
    }
}
