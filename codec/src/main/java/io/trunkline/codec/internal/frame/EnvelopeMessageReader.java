package io.trunkline.codec.internal.frame;

/**
 * Reads {@code envelope} frames as messages.
 *
 * <p>Caller-confined.
 */
final class EnvelopeMessageReader implements MessageReader {
    private final EnvelopeAssembler assembler;
    private final FrameSplitter splitter;

    EnvelopeMessageReader(EnvelopeAssembler assembler) {
        this.assembler = assembler;
        this.splitter = new FrameSplitter(assembler);
    }

    @Override
    public void feed(byte[] array, int from, int to, MessageSink out) {
        assembler.target(out);
        try {
            splitter.feed(array, from, to, assembler);
        } catch (RuntimeException | Error e) {
            assembler.release();
            throw e;
        }
    }

    @Override
    public void finish() {
        try {
            splitter.finish();
            assembler.finish();
        } finally {
            assembler.release();
        }
    }

    @Override
    public void limits(FrameLimits limits) {
        assembler.limits(limits);
    }

    @Override
    public void accept(int flags) {
        assembler.accept(flags);
    }

    @Override
    public long frames() {
        return assembler.frames();
    }

    @Override
    public long position() {
        return splitter.position();
    }

    @Override
    public boolean isAtRest() {
        return splitter.isAtRest();
    }

    @Override
    public int buffered() {
        return splitter.buffered() + assembler.buffered();
    }

    @Override
    public int allocated() {
        return splitter.allocated() + assembler.allocated();
    }
}
