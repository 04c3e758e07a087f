package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;

/** Where a party's answers go. Thread-safe; a peer that is gone or does not read is no error. */
interface FileReplies {
    void send(FileMessage message);

    void send(BinaryChunk chunk);

    /** Tells whether it is a good moment to send much. */
    boolean isWritable();
}
