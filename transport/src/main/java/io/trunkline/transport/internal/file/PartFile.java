package io.trunkline.transport.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** A file that is not whole yet, open for writing. Caller-confined; blocks. */
public final class PartFile implements AutoCloseable {
    /** As much direct memory as the JDK may keep for each thread that writes from the heap. */
    private static final int SLICE = 64 * 1024;

    private final Path path;
    private final FileChannel channel;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes a new file that nobody else has, and whose owner alone may read it where the system knows owners. */
    public static PartFile create(Path path, FileAttribute<?>... ownerOnly) throws IOException {
        return new PartFile(
                path,
                FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        ownerOnly));
    }

    /** Opens one again that was closed, and is not a link. */
    public static PartFile reopen(Path path) throws IOException {
        return new PartFile(
                path,
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Writes everything that the buffer holds. */
    public void write(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            ByteBuffer slice = bytes.slice(bytes.position(), Math.min(SLICE, bytes.remaining()));
            int written = channel.write(slice, at);
            bytes.position(bytes.position() + written);
            at += written;
        }
    }

    /** Reads as many bytes as are there, up to the buffer's end. */
    public static void read(FileChannel from, long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            ByteBuffer slice = into.slice(into.position(), Math.min(SLICE, into.remaining()));
            int read = from.read(slice, at);
            if (read < 0) {
                return;
            }
            into.position(into.position() + read);
            at += read;
        }
    }

    /** Reads as many bytes as are there, up to the buffer's end. */
    public void read(long position, ByteBuffer into) throws IOException {
        read(channel, position, into);
    }

    /** Cuts what lies behind. */
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    /** Makes what was written survive a loss of power. */
    public void force() throws IOException {
        channel.force(true);
    }

    /** Closes and removes it. */
    public void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
