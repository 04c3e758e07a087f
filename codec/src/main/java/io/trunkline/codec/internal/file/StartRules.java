package io.trunkline.codec.internal.file;

import org.jspecify.annotations.Nullable;

/** Tells which starts and requests are legal in themselves. Thread-safe: stateless. */
final class StartRules {
    private StartRules() {}

    static @Nullable TransferFault fault(FileMessage.Start start, TransferLimits limits) {
        if (!FileNames.isLegal(start.filename())) {
            return TransferFault.BAD_NAME;
        }
        if (start.fileSize() < 0 || start.fileSize() > limits.maxFile()) {
            return TransferFault.BAD_SIZE;
        }
        String sha256 = start.sha256();
        boolean legal = limits.allowsChunk(start.chunkSize()) && (sha256 == null || Digest.isLegal(sha256));
        return legal && start.channel() >= 0 ? null : TransferFault.INVALID_REQUEST;
    }

    static @Nullable TransferFault fault(FileMessage.Get get, TransferLimits limits) {
        if (!FileNames.isLegal(get.filename())) {
            return TransferFault.BAD_NAME;
        }
        boolean legal =
                limits.allowsChunk(get.chunkSize()) && get.resumeFrom() >= 0 && get.resumeFrom() % get.chunkSize() == 0;
        return legal ? null : TransferFault.INVALID_REQUEST;
    }
}
