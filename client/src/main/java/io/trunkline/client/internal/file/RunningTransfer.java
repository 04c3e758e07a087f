package io.trunkline.client.internal.file;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.TransferException;
import io.trunkline.client.FileReceipt;
import io.trunkline.client.FileTransfer;
import io.trunkline.client.TransferOptions;
import io.trunkline.client.TransferProgress;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transfer as its user sees it: how far it is, and how it ends.
 *
 * <p>Thread-safe. Told by one lane at a time; the future completes on a worker, so that what follows it holds no disk.
 */
final class RunningTransfer implements FileTransfer {
    private static final Logger log = LoggerFactory.getLogger(RunningTransfer.class);

    /** Often enough for a bar that moves, and seldom enough to cost nothing. */
    private static final long STEP = 256 * 1024;

    private final String id;
    private final String fileName;
    private final TransferOptions options;
    private final Host host;
    private final CompletableFuture<FileReceipt> outcome = new CompletableFuture<>();
    private final long began;
    private volatile TransferProgress progress;
    private volatile boolean over;
    private volatile Runnable forget = () -> {};
    private long told = -1;

    /**
     * What transfers have of their client. Immutable.
     *
     * @param workers where futures complete
     * @param clock measures durations
     */
    record Host(Executor workers, Ticker clock) {}

    RunningTransfer(String id, String fileName, TransferOptions options, Host host) {
        this.id = id;
        this.fileName = fileName;
        this.options = options;
        this.host = host;
        this.began = host.clock().nanos();
        this.progress = new TransferProgress(0, OptionalLong.empty());
    }

    TransferOptions options() {
        return options;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String fileName() {
        return fileName;
    }

    @Override
    public TransferProgress progress() {
        return progress;
    }

    @Override
    public CompletableFuture<FileReceipt> future() {
        return outcome;
    }

    @Override
    public void cancel() {
        outcome.cancel(false);
    }

    @Override
    public FileReceipt join() {
        Blocking.assertNotOnLoop("join", "use future()");
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for " + this + ", which goes on", Delivery.MAYBE_SENT);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof TransferException failed) {
            TransferException own =
                    new TransferException(failed.reason(), plain(failed), failed.delivery(), failed.getCause());
            own.addSuppressed(failed);
            return own;
        }
        return cause instanceof RuntimeException other
                ? other
                : new IllegalStateException("unexpected: " + cause, cause);
    }

    /** Without the reason, which the exception appends. */
    private static String plain(TransferException failed) {
        String message = String.valueOf(failed.getMessage());
        String reason = " (" + failed.reason() + ")";
        return message.endsWith(reason) ? message.substring(0, message.length() - reason.length()) : message;
    }

    /** Whether nothing more will happen: ended, or given up and not yet noticed. */
    boolean isOver() {
        return over || outcome.isDone();
    }

    /** Whether its user has ended the future, by a cancel or in any other way. */
    boolean isGivenUp() {
        return outcome.isDone() && !over;
    }

    /** Says what to do first when it is over, before anybody hears of it. */
    void onOver(Runnable action) {
        forget = action;
    }

    void reached(long bytes, long size) {
        progress = new TransferProgress(bytes, OptionalLong.of(size));
        if (told < 0 || bytes - told >= STEP || bytes < told || (bytes == size && told < size)) {
            told = bytes;
            tell(progress);
        }
    }

    private void tell(TransferProgress now) {
        Consumer<TransferProgress> observer = options.observer().orElse(null);
        if (observer == null) {
            return;
        }
        try {
            observer.accept(now);
        } catch (Throwable e) {
            log.error("event=observer-failed transfer={}", id, e);
        }
    }

    void completed(long size, Optional<String> sha256) {
        over = true;
        FileReceipt receipt = new FileReceipt(
                id, fileName, size, sha256, Duration.ofNanos(host.clock().nanos() - began));
        finish(() -> outcome.complete(receipt));
    }

    void failed(String reason, String why, Delivery delivery, @Nullable Throwable cause) {
        if (isOver()) {
            return;
        }
        over = true;
        TransferException failure =
                new TransferException(reason, this + " at " + progress.bytes() + " bytes: " + why, delivery, cause);
        finish(() -> outcome.completeExceptionally(failure));
    }

    /** Fails by what either side has said; its finer reason counts, where it gives one. */
    void failed(FileMessage.Failure failure, Delivery delivery, @Nullable Throwable cause) {
        String finer = failure.reason();
        failed(finer == null ? failure.code() : finer, failure.message(), delivery, cause);
    }

    /** Fails by the end of its connection, unless it is over. */
    void lost(CloseReason reason) {
        failed(
                "CONNECTION_LOST",
                "the connection ended: " + reason,
                Delivery.MAYBE_SENT,
                reason.cause().orElse(null));
    }

    private void finish(Runnable completion) {
        forget.run();
        try {
            host.workers().execute(completion);
        } catch (RuntimeException busyOrEnded) {
            completion.run();
        }
    }

    @Override
    public String toString() {
        return "transfer " + id + " of '" + fileName + "'";
    }
}
