package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.ParkedFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the uploads whose connection was lost, for all connections of a receiver. Guarded by {@code this}. */
final class ParkedUploads {
    private final ParkedFiles table = new ParkedFiles();
    private final Map<ParkedFiles.Key, Upload> uploads = new HashMap<>();

    /** Keeps one; gives those that are to be discarded. */
    synchronized List<Upload> park(Upload upload, long now) {
        List<Upload> gone = new ArrayList<>();
        Upload before = uploads.remove(upload.key());
        if (before != null) {
            gone.add(before);
        }
        List<ParkedFiles.Key> expired = table.park(upload.key(), upload.written(), now);
        uploads.put(upload.key(), upload);
        gone.addAll(remove(expired));
        return gone;
    }

    private List<Upload> remove(List<ParkedFiles.Key> keys) {
        List<Upload> gone = new ArrayList<>();
        for (ParkedFiles.Key key : keys) {
            Upload upload = uploads.remove(key);
            if (upload != null) {
                gone.add(upload);
            }
        }
        return gone;
    }

    /** Takes one out, to be continued. */
    synchronized @Nullable Upload take(ParkedFiles.Key key, long now) {
        return table.take(key, now).isPresent() ? uploads.remove(key) : null;
    }

    /** Takes one out, to be discarded; false if it is not there any more. */
    synchronized boolean remove(Upload upload, long now) {
        boolean there = uploads.remove(upload.key(), upload);
        if (there) {
            boolean unused = table.take(upload.key(), now).isPresent();
        }
        return there;
    }

    /** Takes out those that have waited too long. */
    synchronized List<Upload> expire(long now) {
        return remove(table.expire(now));
    }
}
