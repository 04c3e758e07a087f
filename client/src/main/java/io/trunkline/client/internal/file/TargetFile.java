package io.trunkline.client.internal.file;

import io.trunkline.Payload;
import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that appears under its name whole, or not at all.
 *
 * <pre>{@code
 * NONE ──open──▶ PART: .trunkline-<random>.part beside the target ──publish: forced, then renamed in one step──▶ there
 *                  └──discard──▶ NONE
 * }</pre>
 *
 * <p>Caller-confined; blocks.
 */
final class TargetFile {
    private static final Logger log = LoggerFactory.getLogger(TargetFile.class);

    /** Read at a time when the digest of a part is made again. */
    private static final int REREAD = 256 * 1024;

    private final Path target;
    private final boolean replace;
    private @Nullable PartFile part;
    private long written;

    TargetFile(Path target, boolean replace) {
        this.target = target;
        this.replace = replace;
    }

    long written() {
        return written;
    }

    /** Makes the part, or cuts it at {@code keep} and gives what is before to {@code hash}. */
    void open(long keep, Consumer<Payload> hash) throws IOException {
        PartFile there = part;
        if (there == null) {
            requireFree();
            part = PartFile.create(target.resolveSibling(".trunkline-" + UUID.randomUUID() + ".part"));
            return;
        }
        for (long at = 0; at < keep; at += REREAD) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(REREAD, keep - at));
            there.read(at, piece);
            hash.accept(Payload.wrap(piece.array()));
        }
        there.truncate(keep);
        written = keep;
    }

    private void requireFree() throws FileAlreadyExistsException {
        if (!replace && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    void write(long position, ByteBuffer bytes) throws IOException {
        int size = bytes.remaining();
        open().write(position, bytes);
        written = position + size;
    }

    private PartFile open() throws IOException {
        PartFile there = part;
        if (there == null) {
            throw new FileSystemException(target.toString(), null, "its part is gone");
        }
        return there;
    }

    /** Makes the bytes durable and gives them their name. */
    void publish() throws IOException {
        PartFile whole = open();
        whole.force();
        whole.close();
        if (replace) {
            Files.move(whole.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            moveToFreeName(whole.path());
        }
        part = null;
    }

    /** A rename would replace a file that was made a moment ago; a link does not. */
    private void moveToFreeName(Path whole) throws IOException {
        try {
            Files.createLink(target, whole);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            requireFree(); // Some file systems have no links; there a look before has to do.
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.deleteIfExists(whole);
    }

    /** Removes the part, if there is one; never throws. */
    void discard() {
        PartFile gone = part;
        part = null;
        written = 0;
        if (gone != null) {
            try {
                gone.delete();
            } catch (IOException e) {
                log.warn("event=part-not-deleted file={}", gone.path().getFileName(), e);
            }
        }
    }
}
