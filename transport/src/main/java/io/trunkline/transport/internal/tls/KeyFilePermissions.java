package io.trunkline.transport.internal.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of private keys that every user of the machine can read. */
final class KeyFilePermissions {
    private static final Logger log = LoggerFactory.getLogger(KeyFilePermissions.class);

    private KeyFilePermissions() {}

    static void warn(TlsPlan plan) {
        if (plan.own() != null
                && plan.own().source() instanceof CertificateSource.OfFiles files
                && isOpen(files.key())) {
            log.warn(
                    "event=tls-key-readable file={} hint=\"chmod o-r: everyone on this machine can read the key\"",
                    files.key());
        }
    }

    static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // A file system without such permissions, or gone since: nothing to say.
        }
    }
}
