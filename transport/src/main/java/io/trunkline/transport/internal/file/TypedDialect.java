package io.trunkline.transport.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.TypedFrame;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.FileMessageCodec;
import org.jspecify.annotations.Nullable;

/** Messages about files in frames of type 0x20, chunks as they are. Implements SPEC.md section 6.4.5. */
final class TypedDialect implements FileDialect<TypedFrame> {
    private static final int FILE = 0x20;
    private static final int CHUNK_HEADER = 8;

    /** A frame that only a format of typed frames can carry. */
    static final TypedFrame SAMPLE = TypedFrame.of(FILE, Payload.EMPTY);

    @Override
    public boolean decode(TypedFrame frame, FileItems to) {
        if (frame.type() != FILE) {
            return false;
        }
        Payload body = frame.payload();
        if (BinaryChunk.isChunk(body)) {
            return to.chunk(BinaryChunk.decode(body));
        }
        return FileMessageCodec.decode(body).map(to::message).orElse(false);
    }

    @Override
    public TypedFrame encode(FileMessage message) {
        return TypedFrame.of(FILE, FileMessageCodec.encode(message));
    }

    @Override
    public TypedFrame encode(BinaryChunk chunk) {
        return TypedFrame.of(FILE, chunk.encode());
    }

    @Override
    public boolean hasBinaryChunks() {
        return true;
    }

    @Override
    public int maxChunk(int maxFrame) {
        return Math.max(1, maxFrame - CHUNK_HEADER);
    }

    @Override
    public @Nullable TypedFrame error(PayloadException problem) {
        return null;
    }
}
