package io.trunkline.server.internal.file;

import io.trunkline.server.FileObserver;
import io.trunkline.server.FileProgress;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer about one file, and lets nothing that it throws come back. Confined to the file's lane. */
final class FileReport {
    private static final Logger LOG = LoggerFactory.getLogger(FileReport.class);

    /** Often enough for a bar that moves, and seldom enough to cost nothing. */
    private static final long STEP = 1024 * 1024;

    private final FileObserver observer;
    private final FilePeer peer;
    private final String transferId;
    private final String name;
    private final long size;
    private long told;

    FileReport(FileObserver observer, FilePeer peer, String transferId, String name, long size) {
        this.observer = observer;
        this.peer = peer;
        this.transferId = transferId;
        this.name = name;
        this.size = size;
    }

    void started(long bytes) {
        told = bytes;
        tell("onStarted", to -> to.onStarted(progress(bytes)));
    }

    void reached(long bytes) {
        if (bytes - told >= STEP || (bytes == size && bytes > told)) {
            told = bytes;
            tell("onProgress", to -> to.onProgress(progress(bytes)));
        }
    }

    void completed() {
        LOG.debug("conn={} event=file-completed name={} bytes={}", peer.connectionId(), name, size);
        tell("onCompleted", to -> to.onCompleted(progress(size)));
    }

    void failed(long bytes, String reason) {
        LOG.debug("conn={} event=file-failed name={} bytes={} reason={}", peer.connectionId(), name, bytes, reason);
        tell("onFailed", to -> to.onFailed(progress(bytes), reason));
    }

    private FileProgress progress(long bytes) {
        return new FileProgress(peer.connectionId(), peer.identity(), transferId, name, size, bytes);
    }

    private void tell(String callback, Consumer<FileObserver> call) {
        try {
            call.accept(observer);
        } catch (Throwable e) {
            LOG.error("conn={} event=observer-failed callback={}", peer.connectionId(), callback, e);
        }
    }
}
