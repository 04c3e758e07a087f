package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A receiver's disk in memory: carries decisions out at once, and checks that they come in a legal order. */
final class ManualStorage implements ReceiverDecisions {
    /** Temporary files by transfer. */
    final Map<ReceivingTransfer, ByteArrayOutputStream> temporary = new HashMap<>();

    /** Files that have their names. */
    final Map<String, byte[]> files = new HashMap<>();

    final Map<ParkedFiles.Key, byte[]> parked = new HashMap<>();
    final List<FileMessage> replies = new ArrayList<>();
    final List<FileMessage.Failure> failures = new ArrayList<>();
    final List<ReceivingTransfer> opened = new ArrayList<>();
    private final Set<ReceivingTransfer> ended = new HashSet<>();
    long now;

    /** Off: the test calls accept, written and stored itself. */
    boolean automatic = true;

    @Override
    public void reply(FileMessage message) {
        replies.add(message);
    }

    @Override
    public void open(ReceivingTransfer transfer) {
        opened.add(transfer);
        if (!automatic) {
            return;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] held = parked.remove(ParkedFiles.Key.of("me", transfer.start()));
        if (held != null) {
            int kept = (int) transfer.resumePoint(held.length);
            file.write(held, 0, kept);
            transfer.hash(Payload.of(Arrays.copyOf(held, kept)));
        }
        temporary.put(transfer, file);
        transfer.accept(now);
    }

    @Override
    public void write(ReceivingTransfer transfer, long position, Payload bytes) {
        if (!automatic) {
            return;
        }
        ByteArrayOutputStream file = file(transfer);
        require(file.size() == position, "writes are in file order");
        require(!bytes.isEmpty(), "writes are never empty");
        file.writeBytes(bytes.toBytes());
        transfer.written(bytes.size());
    }

    private ByteArrayOutputStream file(ReceivingTransfer transfer) {
        ByteArrayOutputStream file = temporary.get(transfer);
        require(file != null && !ended.contains(transfer), "the transfer is open");
        return Objects.requireNonNull(file);
    }

    @Override
    public void finish(ReceivingTransfer transfer) {
        if (!automatic) {
            return;
        }
        String name = transfer.start().filename();
        if (files.containsKey(name)) {
            transfer.fail(TransferFault.CONFLICT);
            return;
        }
        files.put(name, file(transfer).toByteArray());
        require(files.get(name).length == transfer.start().fileSize(), "only whole files get their names");
        temporary.remove(transfer);
        ended.add(transfer);
        transfer.stored(now);
    }

    @Override
    public void discard(ReceivingTransfer transfer) {
        require(ended.add(transfer), "a transfer ends once");
        temporary.remove(transfer);
    }

    @Override
    public void park(ReceivingTransfer transfer) {
        require(ended.add(transfer), "a transfer ends once");
        ByteArrayOutputStream file = temporary.remove(transfer);
        if (file != null) {
            parked.put(ParkedFiles.Key.of("me", transfer.start()), file.toByteArray());
        }
    }

    @Override
    public void failed(FileMessage.Failure failure) {
        failures.add(failure);
    }

    List<FileMessage> takeReplies() {
        List<FileMessage> taken = List.copyOf(replies);
        replies.clear();
        return taken;
    }

    private static void require(boolean legal, String rule) {
        if (!legal) {
            throw new AssertionError("broken: " + rule);
        }
    }
}
