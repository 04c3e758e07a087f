package io.trunkline.transport.internal.file;

import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;

/** Takes what a frame says about files. Runs where the handler runs. */
public interface FileItems {
    /** Takes a message; false if it concerns somebody else. */
    boolean message(FileMessage message);

    /** Takes a chunk without base64; false if it concerns somebody else. */
    boolean chunk(BinaryChunk chunk);
}
