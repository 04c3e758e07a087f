package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that files are received into: whole files under their names, others under names that no peer may use.
 *
 * <pre>{@code
 * .trunkline-<128 random bits>.part ──all bytes written, fsync──▶ link or rename to its name ──▶ fsync of the directory
 * }</pre>
 *
 * <p>Thread-safe: keeps nothing but paths. Every method blocks. Links are never followed, and the directory must stay the
 * one that it was.
 */
final class UploadDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(UploadDirectory.class);

    private static final Pattern PART = Pattern.compile("\\.trunkline-[0-9a-f]{32}\\.part");

    /** A part in use is written to every 30 s, or parked for 10 minutes: one this old was left by a process that died. */
    static final Duration STALE = Duration.ofMinutes(15);

    private static final int RANDOM_BYTES = 16;

    private final Path path;
    private final FileAttribute<?>[] ownerOnly;
    private final SecureRandom random = new SecureRandom();

    private UploadDirectory(Path path, FileAttribute<?>[] ownerOnly) {
        this.path = path;
        this.ownerOnly = ownerOnly;
    }

    /** Takes a directory that exists. */
    static UploadDirectory open(Path directory) throws IOException {
        Path real = directory.toRealPath();
        boolean posix = Files.getFileStore(real).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return new UploadDirectory(real, attributes);
    }

    Path path() {
        return path;
    }

    /** The place of a legal name. */
    Path resolve(String name) {
        return resolve(path, name);
    }

    /**
     * Finds the place of a legal name in a directory.
     *
     * @throws TransferRefused BAD_NAME if this system's file names have no such character: its locale may not be UTF-8
     */
    static Path resolve(Path directory, String name) {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new TransferRefused(TransferFault.BAD_NAME, e);
        }
    }

    /** Makes a temporary file. */
    PartFile createPart() throws IOException {
        if (!path.equals(path.toRealPath())) {
            throw new FileSystemException(path.toString(), null, "is not the directory any more that it was");
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PartFile.create(path.resolve(".trunkline-" + HexFormat.of().formatHex(bytes) + ".part"), ownerOnly);
    }

    /**
     * Refuses a name that is taken by what may not be replaced.
     *
     * @throws TransferRefused BAD_NAME for a link or a device, CONFLICT for a file that stays
     */
    void requireFree(Path target, boolean replace) throws IOException {
        BasicFileAttributes there = attributes(target);
        if (there != null && !there.isRegularFile()) {
            throw new TransferRefused(TransferFault.BAD_NAME);
        }
        if (there != null && !replace) {
            throw new TransferRefused(TransferFault.CONFLICT);
        }
    }

    /** Tells about a path itself, not about what it links to; null if nothing is there. */
    static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Gives a durable part its name in one step, and makes the name durable. */
    void publish(Path part, Path target, boolean replace) throws IOException {
        requireFree(target, replace);
        if (replace) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            moveToFreeName(part, target);
        }
        try {
            force();
        } catch (IOException e) {
            deleteQuietly(target); // Its sender will be told that nothing is stored.
            throw e;
        }
    }

    /** A rename would replace a file that another process made a moment ago; a link does not. */
    private static void moveToFreeName(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException e) {
            throw new TransferRefused(TransferFault.CONFLICT, e);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Some file systems have no links; there the check before has to do.
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        deleteQuietly(part);
    }

    private void force() throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (AccessDeniedException e) {
            LOG.trace("event=directory-not-forced"); // Windows opens no directories, and needs no force for names.
        }
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("event=part-not-deleted file={}", file.getFileName(), e);
        }
    }

    /** Adds up the files under their own names, and deletes parts that nobody will continue. */
    long scan() throws IOException {
        Instant stale = Instant.now().minus(STALE);
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                BasicFileAttributes attributes = attributes(file);
                if (attributes == null || !attributes.isRegularFile()) {
                    continue;
                }
                if (!PART.matcher(file.getFileName().toString()).matches()) {
                    bytes += attributes.size();
                } else if (attributes.lastModifiedTime().toInstant().isBefore(stale)) {
                    LOG.info("event=stale-part-deleted file={}", file.getFileName());
                    deleteQuietly(file);
                }
            }
        }
        return bytes;
    }
}
