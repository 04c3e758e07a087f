package io.trunkline.codec.internal.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Remembers which partial files wait for their source to come back, and until when.
 *
 * <pre>{@code
 *  park ──▶ PARKED ──take: the same start again──▶ gone, the file is continued
 *              └── 10 min, or too many: returned for deletion ──▶ gone
 * }</pre>
 *
 * <p>Guarded by its owner: one table serves all connections of a listener. Implements SPEC.md section 6.4.3.
 */
public final class ParkedFiles {
    /** Peers that come under ever new names must not fill the table, nor the disk, for ten minutes. */
    static final int MAX_PARKED = 1_024;

    /**
     * What must be equal for a file to be continued.
     *
     * @param owner the sender's identity, or its address where it has none
     * @param transferId as in its start
     * @param filename as in its start
     * @param fileSize as in its start
     */
    public record Key(String owner, String transferId, String filename, long fileSize) {
        /**
         * Makes the key of a transfer.
         *
         * @param owner the sender's identity, or its address
         * @param start what it said about the file
         * @return the key
         */
        public static Key of(String owner, FileMessage.Start start) {
            return new Key(owner, start.transferId(), start.filename(), start.fileSize());
        }
    }

    private record Parked(long bytes, long since) {}

    /** In the order of parking, so that the oldest come first. */
    private final Map<Key, Parked> parked = new LinkedHashMap<>();

    /**
     * Remembers a partial file.
     *
     * @param key names it
     * @param bytes how much of it is written
     * @param now nanoseconds of a monotonic clock
     * @return keys whose files are to be deleted: expired, or the oldest if there are too many
     */
    public List<Key> park(Key key, long bytes, long now) {
        parked.remove(key);
        parked.put(key, new Parked(bytes, now));
        List<Key> gone = expire(now);
        Iterator<Key> oldest = parked.keySet().iterator();
        while (parked.size() > MAX_PARKED) {
            gone.add(oldest.next());
            oldest.remove();
        }
        return gone;
    }

    /**
     * Takes a partial file out, to continue it.
     *
     * @param key names it
     * @param now nanoseconds of the same clock
     * @return how much of it is written; empty if it is not there, or expired: then {@link #expire} returns it
     */
    public OptionalLong take(Key key, long now) {
        Parked file = parked.get(key);
        if (file == null || isExpired(file, now)) {
            return OptionalLong.empty();
        }
        parked.remove(key);
        return OptionalLong.of(file.bytes());
    }

    /**
     * Forgets what waited too long.
     *
     * @param now nanoseconds of the same clock
     * @return keys whose files are to be deleted
     */
    public List<Key> expire(long now) {
        List<Key> gone = new ArrayList<>();
        parked.forEach((key, file) -> {
            if (isExpired(file, now)) {
                gone.add(key);
            }
        });
        gone.forEach(parked::remove);
        return gone;
    }

    private static boolean isExpired(Parked file, long now) {
        return now - file.since() >= TransferLimits.PARK.toNanos();
    }

    /**
     * Counts the files that wait.
     *
     * @return 0 or more
     */
    public int size() {
        return parked.size();
    }
}
