package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.codec.internal.file.TransferLimits;
import io.trunkline.server.FileObserver;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.StreamHandler;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/**
 * Gives out the files of one directory, for all connections that may ask for some.
 *
 * <p>Thread-safe; every method that touches a file blocks. Only regular files directly in the directory are given, by names
 * that {@link io.trunkline.codec.internal.file.FileNames} finds legal: no link is followed, nothing is read that could block or
 * never end, and no unfinished upload is seen, since its name begins with a dot.
 */
public final class Downloads {
    private final Path directory;
    private final Places places;
    private final StreamIds streams = new StreamIds();
    private final Duration stall;
    private final int perConnection;
    private final FileObserver observer;

    private Downloads(Path directory, int transfersPerAddress, Duration stall, FileObserver observer) {
        this.directory = directory;
        this.perConnection = transfersPerAddress;
        this.places = new Places(transfersPerAddress);
        this.stall = stall;
        this.observer = observer;
    }

    /**
     * Opens the directory.
     *
     * @param directory whose files are given
     * @param transfersPerAddress open at once
     * @param stall without an answer
     * @param observer is told
     * @return ready to be asked
     * @throws IOException if the directory is not there
     */
    public static Downloads open(Path directory, int transfersPerAddress, Duration stall, FileObserver observer)
            throws IOException {
        return new Downloads(directory.toRealPath(), transfersPerAddress, stall, observer);
    }

    /**
     * Puts the source in front of a connection's handler.
     *
     * @param connection one of ours
     * @param next gets everything that is not about files that go
     * @param <F> what a frame is
     * @return the handler to give to the connection
     */
    public <F> ConnectionHandler<F> handler(FrameConnection<F> connection, ConnectionHandler<F> next) {
        return FileFront.of(connection, next, line -> new DownloadParty(this, line));
    }

    /**
     * Sends one file for each stream of type {@code file_get}, on a stream of type {@code file} that it opens.
     *
     * @return for a listener of streams; refuses other types
     */
    public StreamHandler streamHandler() {
        return StreamHandler.byType()
                .handle(DownloadStream.TYPE, stream -> DownloadStream.send(this, stream))
                .build();
    }

    /** Opens a file to read; its size is what it has now. */
    FileChannel openFile(String legalName) throws IOException {
        Path file = UploadDirectory.resolve(directory, legalName);
        BasicFileAttributes attributes = UploadDirectory.attributes(file);
        if (attributes == null || !attributes.isRegularFile()) {
            throw new TransferRefused(TransferFault.BAD_NAME);
        }
        if (!directory.equals(directory.toRealPath())) {
            throw new NoSuchFileException(directory.toString(), null, "is not the directory any more that it was");
        }
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    StreamIds streams() {
        return streams;
    }

    /** What one connection's transfers may use. */
    TransferLimits limits(int maxChunk) {
        return new TransferLimits(Long.MAX_VALUE, maxChunk, perConnection, stall);
    }

    Places places() {
        return places;
    }

    FileObserver observer() {
        return observer;
    }
}
