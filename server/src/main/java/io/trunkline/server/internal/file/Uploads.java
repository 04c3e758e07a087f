package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.codec.internal.file.ParkedFiles;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives files into one directory, for all connections that may send some: finds each its place, or says why not.
 *
 * <pre>{@code
 * begin: name free? ─▶ parked? ─▶ place for the address? ─▶ quota? ─▶ temporary file ─▶ Upload
 *          CONFLICT,      │       LIMIT_EXCEEDED        LIMIT_EXCEEDED   STORAGE
 *          BAD_NAME       └─ then the part is continued
 * }</pre>
 *
 * <p>Thread-safe; every method blocks, so it is called from lanes.
 */
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /** A full directory may have been emptied by others; looking more often would let peers wear the disk out. */
    private static final Duration RESCAN = Duration.ofSeconds(10);

    /** One line per outage, not one per chunk. */
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);

    private final UploadSettings settings;
    private final UploadDirectory directory;
    private final Quota quota;
    private final Places places;
    private final NameClaims claims = new NameClaims();
    private final ParkedUploads parked = new ParkedUploads();
    private final StreamIds streams = new StreamIds();
    private final AtomicLong nextScan = new AtomicLong();
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());
    private final AtomicLong failures = new AtomicLong();

    private Uploads(UploadSettings settings, UploadDirectory directory) {
        this.settings = settings;
        this.directory = directory;
        this.quota = new Quota(settings.quota());
        this.places = new Places(settings.transfersPerAddress());
    }

    /**
     * Opens the directory, and removes parts that a process has left there when it died.
     *
     * @param settings what is allowed
     * @return ready to receive
     * @throws IOException if the directory is not there, or cannot be read
     */
    public static Uploads open(UploadSettings settings) throws IOException {
        Uploads uploads = new Uploads(settings, UploadDirectory.open(settings.directory()));
        uploads.rescan(System.nanoTime());
        return uploads;
    }

    /**
     * Puts the receiver in front of a connection's handler.
     *
     * @param connection one of ours
     * @param next gets everything that is not about files that come
     * @param <F> what a frame is
     * @return the handler to give to the connection
     */
    public <F> ConnectionHandler<F> handler(FrameConnection<F> connection, ConnectionHandler<F> next) {
        return FileFront.of(connection, next, line -> new UploadParty(this, line));
    }

    /**
     * Receives one file per stream of type {@code file}.
     *
     * @return for a listener of streams; refuses other types
     */
    public StreamHandler streamHandler() {
        return StreamHandler.byType()
                .handle(UploadStream.TYPE, stream -> UploadStream.receive(this, stream))
                .build();
    }

    /**
     * Receives one named file per connection.
     *
     * @return for a listener of {@code FrameFormat.raw()}
     */
    public ConnectionHandler.Factory<Payload> namedFiles() {
        return NamedFileUpload.into(this);
    }

    /**
     * Finds a place for a file that is about to come.
     *
     * @throws TransferRefused if there is none
     * @throws IOException if the disk does not want it
     */
    Upload begin(FilePeer peer, ParkedFiles.Key key, boolean mayResume) throws IOException {
        long now = System.nanoTime();
        if (now - nextScan.get() >= 0) {
            rescan(now);
        }
        directory.requireFree(directory.resolve(key.filename()), settings.replace());
        if (!places.tryEnter(peer.address())) {
            throw new TransferRefused(TransferFault.LIMIT_EXCEEDED);
        }
        boolean placed = false;
        try {
            Upload upload = mayResume ? resume(peer, key) : null;
            upload = upload == null ? create(peer, key) : upload;
            placed = true;
            return upload;
        } finally {
            if (!placed) {
                places.leave(peer.address());
            }
        }
    }

    private Upload create(FilePeer peer, ParkedFiles.Key key) throws IOException {
        promise(key.fileSize());
        PartFile part;
        try {
            part = directory.createPart();
        } catch (IOException | RuntimeException e) {
            quota.release(key.fileSize());
            throw e;
        }
        return new Upload(this, key, peer, part);
    }

    private void promise(long bytes) throws IOException {
        if (quota.tryPromise(bytes)) {
            return;
        }
        long now = System.nanoTime();
        // The next look was planned for STALE after the last one.
        if (now - nextScan.get() < RESCAN.minus(UploadDirectory.STALE).toNanos()) {
            throw new TransferRefused(TransferFault.LIMIT_EXCEEDED);
        }
        rescan(now);
        if (!quota.tryPromise(bytes)) {
            throw new TransferRefused(TransferFault.LIMIT_EXCEEDED);
        }
    }

    private @Nullable Upload resume(FilePeer peer, ParkedFiles.Key key) throws IOException {
        Upload upload = parked.take(key, System.nanoTime());
        if (upload == null) {
            return null;
        }
        upload.cancelTimer();
        try {
            promise(key.fileSize() - upload.written());
        } catch (TransferRefused e) {
            upload.discard();
            throw e;
        }
        try {
            upload.resume(peer);
            return upload;
        } catch (IOException e) {
            // Somebody has removed it: the source then sends everything again.
            quota.release(key.fileSize() - upload.written());
            upload.discard();
            return null;
        }
    }

    /** Keeps a part, until its source comes back or too much time has passed. */
    void park(Upload upload, Runnable cancelTimer) {
        upload.park(cancelTimer);
        parked.park(upload, System.nanoTime()).forEach(Uploads::discardParked);
    }

    private static void discardParked(Upload upload) {
        upload.cancelTimer();
        upload.discard();
    }

    /** Removes a part that nobody has come back for. */
    void unpark(Upload upload) {
        if (parked.remove(upload, System.nanoTime())) {
            upload.discard();
        }
    }

    private void rescan(long now) throws IOException {
        nextScan.set(now + UploadDirectory.STALE.toNanos());
        quota.measured(directory.scan());
    }

    /** Notes that the disk failed us. */
    void storageFailed(Exception failure) {
        long count = failures.incrementAndGet();
        long now = System.nanoTime();
        long due = nextWarning.get();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARN_EVERY.toNanos())) {
            LOG.warn("event=storage-failed directory={} failures={}", directory.path(), count, failure);
        }
    }

    public UploadSettings settings() {
        return settings;
    }

    UploadDirectory directory() {
        return directory;
    }

    Quota quota() {
        return quota;
    }

    Places places() {
        return places;
    }

    StreamIds streams() {
        return streams;
    }

    NameClaims claims() {
        return claims;
    }
}
