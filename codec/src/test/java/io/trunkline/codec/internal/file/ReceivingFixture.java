package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** A receiver with a disk by hand, and short words for what a source says. */
abstract class ReceivingFixture {
    static final long SECOND = Duration.ofSeconds(1).toNanos();
    static final long MAX_FILE = 1_000;
    static final TransferLimits LIMITS = new TransferLimits(MAX_FILE, 100, 16, Duration.ofSeconds(30));
    static final String HELLO_SHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    final ManualStorage disk = new ManualStorage();
    final ReceivingTransfers transfers = new ReceivingTransfers(LIMITS, true, disk);

    static FileMessage.Start start(String id, String name, long size, long chunk) {
        return new FileMessage.Start(id, name, size, chunk, null, false, 0);
    }

    static FileMessage.Start resumable(String id, long size, long chunk) {
        return new FileMessage.Start(id, "f", size, chunk, null, true, 0);
    }

    static FileMessage.Start hashed(String sha256) {
        return new FileMessage.Start("t", "f", 5, 5, sha256, false, 0);
    }

    void receive(FileMessage message) {
        assertThat(transfers.receive(message, disk.now)).isTrue();
    }

    void chunk(String id, long index, String text) {
        receive(new FileMessage.Chunk(id, index, Payload.of(text.getBytes(StandardCharsets.US_ASCII))));
    }

    void end(String id) {
        receive(new FileMessage.End(id, null));
    }

    void assertNothingLeft() {
        assertThat(disk.temporary).isEmpty();
        assertThat(disk.files).isEmpty();
        assertThat(disk.parked).isEmpty();
        assertThat(transfers.size()).isZero();
    }

    void assertFailed(String id, TransferFault fault) {
        assertThat(disk.takeReplies()).endsWith(fault.about(id));
        assertNothingLeft();
    }
}
