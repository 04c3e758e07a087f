package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.ParkedFiles;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way to the disk: its part, its place among its address's transfers, its share of the quota.
 *
 * <pre>{@code
 *            ┌──────────── resume ────────────┐
 *            ▼                                │
 * begin ─▶ OPEN ──store──▶ STORED             │
 *            ├──discard──▶ GONE ◀── discard ─ PARKED
 *            └──park──────────────────────────▲
 * }</pre>
 *
 * <p>Confined to the lane of its connection; a parked one to whoever takes it out of the table. Every method blocks.
 */
final class Upload {
    private enum State {
        OPEN,
        STORED,
        PARKED,
        GONE
    }

    private final Uploads home;
    private final ParkedFiles.Key key;
    private final Path target;
    private State state = State.OPEN;
    private FilePeer peer;
    private FileReport report;
    private PartFile part;
    private NameClaims.Claim claim;
    private long written;
    private @Nullable Runnable parkTimer;

    /** The caller has taken place and quota. */
    Upload(Uploads home, ParkedFiles.Key key, FilePeer peer, PartFile part) {
        this.home = home;
        this.key = key;
        this.peer = peer;
        this.part = part;
        this.target = home.directory().resolve(key.filename());
        this.claim = home.claims().enter(key.filename());
        this.report = report();
        report.started(0);
    }

    private FileReport report() {
        return new FileReport(home.settings().observer(), peer, key.transferId(), key.filename(), key.fileSize());
    }

    private void moveTo(State next) {
        boolean legal = state == State.OPEN || (state == State.PARKED && (next == State.OPEN || next == State.GONE));
        if (!legal) {
            throw new IllegalStateException("an upload cannot go from " + state + " to " + next);
        }
        state = next;
    }

    ParkedFiles.Key key() {
        return key;
    }

    /** How much of the file there is. */
    long written() {
        return written;
    }

    void write(long position, ByteBuffer bytes) throws IOException {
        int size = bytes.remaining();
        part.write(position, bytes);
        written = position + size;
        report.reached(written);
    }

    /** Fills a buffer from what is there. */
    void read(long position, ByteBuffer into) throws IOException {
        part.read(position, into);
        if (into.hasRemaining()) {
            throw new IOException("the part has lost " + into.remaining() + " bytes at " + position);
        }
    }

    void truncate(long size) throws IOException {
        part.truncate(size);
        written = size;
    }

    /**
     * Makes the file durable and gives it its name.
     *
     * @throws TransferRefused CONFLICT if another has the name now; the upload is still open
     */
    void store() throws IOException {
        if (!home.claims().tryStore(claim)) {
            throw new TransferRefused(TransferFault.CONFLICT);
        }
        part.force();
        part.close();
        BasicFileAttributes old = UploadDirectory.attributes(target);
        home.directory().publish(part.path(), target, home.settings().replace());
        moveTo(State.STORED);
        home.claims().stored(claim);
        home.quota().keep(key.fileSize(), old == null ? 0 : old.size());
        home.places().leave(peer.address());
        report.completed();
    }

    /** Removes what there is; why is told by {@link #failed}. */
    void discard() {
        boolean open = state == State.OPEN;
        moveTo(State.GONE);
        try {
            part.delete();
        } catch (IOException e) {
            home.storageFailed(e);
        }
        if (open) {
            leave();
            home.quota().release(key.fileSize());
        } else {
            home.quota().release(written);
        }
    }

    /** Tells why it was given up. */
    void failed(String reason) {
        report.failed(written, reason);
    }

    private void leave() {
        home.claims().leave(claim);
        home.places().leave(peer.address());
    }

    /** Keeps what there is, and nothing else. */
    void park(Runnable cancelTimer) {
        moveTo(State.PARKED);
        parkTimer = cancelTimer;
        leave();
        home.quota().release(key.fileSize() - written);
        report.failed(written, "CONNECTION_LOST");
        try {
            part.close();
        } catch (IOException e) {
            home.storageFailed(e);
        }
    }

    /** Goes on; the caller has taken place and quota. */
    void resume(FilePeer again) throws IOException {
        part = PartFile.reopen(part.path());
        moveTo(State.OPEN);
        peer = again;
        claim = home.claims().enter(key.filename());
        report = report();
    }

    /** Says how much was left of it. */
    void resumed() {
        report.started(written);
    }

    /** Nobody has to look for it any more. */
    void cancelTimer() {
        Runnable timer = parkTimer;
        if (timer != null) {
            timer.run();
        }
    }
}
