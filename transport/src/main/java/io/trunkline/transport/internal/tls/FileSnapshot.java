package io.trunkline.transport.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a configuration, each read once: what is compared is what is parsed, whatever happens to them in between.
 *
 * <p>Caller-confined; {@link #wipe} ends it, for a key may be among them.
 */
public final class FileSnapshot {
    private final Map<Path, byte[]> contents = new LinkedHashMap<>();

    /**
     * Reads; blocks.
     *
     * @throws IllegalArgumentException naming the file that cannot be read
     */
    static FileSnapshot of(List<Path> files) {
        FileSnapshot snapshot = new FileSnapshot();
        for (Path file : files) {
            snapshot.contents.computeIfAbsent(file, FileSnapshot::read);
        }
        return snapshot;
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            // One more than allowed: the reader of PEM refuses it, and a device file cannot fill the memory.
            return in.readNBytes(PemReader.MAX_TEXT + 1);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    List<PemBlock> pem(Path file) {
        byte[] content = contents.get(file);
        if (content == null) {
            throw new IllegalArgumentException(file + ": not among the files that were read");
        }
        return PemReader.read(file.toString(), content);
    }

    /** Tells contents apart: the same as long as no byte of any file has changed. */
    String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            contents.forEach((file, content) -> {
                sha.update((file + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
                sha.update(content);
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void wipe() {
        contents.values().forEach(content -> Arrays.fill(content, (byte) 0));
    }
}
