package io.trunkline.transport.internal;

import io.trunkline.transport.ConnectionStats;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one connection: since when it is there, what has passed, and what few connections have.
 *
 * <p>Each counter has one writer at a time, the loop for reads and the holder of the connection's lock for the rest, and
 * any readers.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time, as said above: no update can be lost.
final class ConnectionFacts {
    private static final VarHandle QUEUED = queuedHandle();

    /** As a number: an object more on each idle connection would tell nothing more. */
    private final long connectedAtMicros = micros(Instant.now());

    private volatile long lastNanos;
    private volatile long bytesRead;
    private volatile long bytesWritten;
    private volatile long framesRead;
    /** Written for each frame: by {@link #QUEUED}, since a full fence here is a tenth of a frame's cost. */
    private long framesQueued;

    /** Made with the first of them. */
    private volatile @Nullable RareFacts rare;

    ConnectionFacts(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    private static VarHandle queuedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(ConnectionFacts.class, "framesQueued", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static long micros(Instant now) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, now);
    }

    void read(int count, long nowNanos) {
        bytesRead += count;
        lastNanos = nowNanos;
    }

    /** Counts what the socket has taken: what was taken back is not among it. */
    void wrote(int count, long nowNanos) {
        bytesWritten += count;
        lastNanos = nowNanos;
    }

    void readFrames(long count) {
        framesRead += count;
    }

    void queuedFrames(int count) {
        QUEUED.setOpaque(this, framesQueued + count);
    }

    void dropped(int count) {
        rare().dropped(count);
    }

    ConnectionStats stats(int outboundBytes, int stagedFrames) {
        RareFacts known = rare;
        return ConnectionStats.builder()
                .bytesRead(bytesRead)
                .bytesWritten(bytesWritten)
                .framesRead(framesRead)
                .framesQueued((long) QUEUED.getOpaque(this) + stagedFrames)
                .framesDropped(known == null ? 0 : known.framesDropped())
                .outboundBytes(outboundBytes)
                .build();
    }

    Instant connectedAt() {
        return Instant.EPOCH.plus(connectedAtMicros, ChronoUnit.MICROS);
    }

    /** When the last byte passed, either way; the beginning while none has. */
    long lastNanos() {
        return lastNanos;
    }

    /** All bytes that the application was given. */
    long bytesRead() {
        return bytesRead;
    }

    /** What few connections have, and this one has from now on. */
    RareFacts rare() {
        RareFacts made = rare;
        return made == null ? makeRare() : made;
    }

    private synchronized RareFacts makeRare() {
        RareFacts made = rare == null ? new RareFacts() : rare;
        rare = made;
        return made;
    }

    /** The same; null if it has none of it. */
    @Nullable
    RareFacts rareIfAny() {
        return rare;
    }
}
