package io.trunkline.codec.internal.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a reader decides, and checks that the calls come in a legal order. */
final class RecordingSink implements NamedFileSink {
    final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<String> calls = new ArrayList<>();
    private boolean open;

    @Override
    public void begin(String name, long size) {
        require(calls.isEmpty(), "begin comes first");
        open = true;
        calls.add("begin " + name + " " + size);
    }

    @Override
    public void content(ByteBuffer slice) {
        require(open, "content within a file");
        require(slice.hasRemaining(), "content is never empty");
        byte[] bytes = new byte[slice.remaining()];
        slice.get(bytes);
        content.writeBytes(bytes);
    }

    @Override
    public void complete() {
        require(open, "complete ends a file");
        open = false;
        calls.add("complete " + content.size());
    }

    @Override
    public void discard() {
        require(open, "discard ends a file");
        open = false;
        calls.add("discard");
    }

    List<String> calls() {
        return calls;
    }

    private static void require(boolean legal, String rule) {
        if (!legal) {
            throw new AssertionError("out of order: " + rule);
        }
    }
}
