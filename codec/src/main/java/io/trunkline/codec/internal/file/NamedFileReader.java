package io.trunkline.codec.internal.file;

import io.trunkline.FrameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file from a connection: bytes in, decisions out, nothing kept but the two lines.
 *
 * <pre>{@code
 *  name LF size LF content
 *
 *  NAME ──LF──▶ SIZE ──LF──▶ CONTENT ──size bytes──▶ COMPLETE ──end of stream──▶ DONE
 *    │ bad name   │ bad size    │ end of stream, stall   │ one byte more: the file stays
 *    ▼            ▼             ▼ discard                ▼
 *  FAILED       FAILED        FAILED                   FAILED
 * }</pre>
 *
 * <p>Caller-confined. A {@link FrameException} ends the connection; its offset counts from the connection's first byte and
 * does not depend on how the bytes were divided. Implements SPEC.md section 3.8.
 */
public final class NamedFileReader {
    /** How long content may pause before the connection is ended. */
    public static final Duration STALL = Duration.ofSeconds(30);

    /** 2⁶³ − 1 has 19 digits: more cannot be a file's size anywhere. */
    private static final int MAX_SIZE_DIGITS = 19;

    private final long fileLimit;
    private final NamedFileSink sink;
    /** Holds the name until its LF; given up then, so that a long content holds no buffer. */
    private byte @Nullable [] name = new byte[FileNames.MAX_BYTES];

    private NamedFileState state = NamedFileState.NAME;
    private long position;
    private int nameBytes;
    private String legalName = "";
    private long sizeStart;
    private long size;
    private boolean sizeOverflows;
    private long contentStart;
    private long lastProgress;
    private boolean complete;

    /**
     * Waits for a file.
     *
     * @param fileLimit its largest size
     * @param sink carries out what is decided
     * @param now nanoseconds of a monotonic clock
     */
    public NamedFileReader(long fileLimit, NamedFileSink sink, long now) {
        this.fileLimit = fileLimit;
        this.sink = sink;
        this.lastProgress = now;
    }

    private void moveTo(NamedFileState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("a named file cannot go from " + state + " to " + next);
        }
        state = next;
    }

    /**
     * Takes all bytes of a buffer.
     *
     * @param in its position is moved to its limit; slices of it go to the sink
     * @param now nanoseconds of the same clock
     * @throws FrameException {@code BAD_NAME} or {@code BAD_SIZE}; the connection must end
     */
    public void feed(ByteBuffer in, long now) {
        while (in.hasRemaining()) {
            lastProgress = now;
            switch (state) {
                case NAME -> onNameByte(in.get());
                case SIZE -> onSizeByte(in.get());
                case CONTENT -> onContent(in);
                case COMPLETE -> throw failed("BAD_SIZE", "bytes behind the file", position, size, size + 1);
                default -> throw new IllegalStateException("bytes after the file " + state);
            }
        }
    }

    private void onNameByte(byte b) {
        byte[] line = name;
        if (line == null) {
            throw new IllegalStateException("the name is read");
        }
        if (b == '\n') {
            judgeName(line);
        } else if (nameBytes == FileNames.MAX_BYTES) {
            throw failed("BAD_NAME", "the name line is too long", position, nameBytes, nameBytes + 1L);
        } else {
            line[nameBytes++] = b;
        }
        position++;
    }

    private void judgeName(byte[] line) {
        NameFault fault = FileNames.fault(line, nameBytes);
        if (fault != null) {
            throw failed("BAD_NAME", fault.text(), fault.offset(), -1, -1);
        }
        legalName = new String(line, 0, nameBytes, StandardCharsets.UTF_8);
        name = null;
        sizeStart = position + 1;
        moveTo(NamedFileState.SIZE);
    }

    private void onSizeByte(byte b) {
        int digits = (int) (position - sizeStart);
        if (b == '\n' && digits > 0) {
            begin();
        } else if (isLegalDigit(b, digits)) {
            addDigit(b - '0');
        } else {
            throw failed("BAD_SIZE", "the size line is not a decimal number", position, -1, -1);
        }
        position++;
    }

    private boolean isLegalDigit(byte b, int digits) {
        boolean afterZero = digits == 1 && size == 0;
        return b >= '0' && b <= '9' && digits < MAX_SIZE_DIGITS && !afterZero;
    }

    private void addDigit(int digit) {
        sizeOverflows |= size > (Long.MAX_VALUE - digit) / 10;
        size = sizeOverflows ? Long.MAX_VALUE : size * 10 + digit;
    }

    private void begin() {
        if (sizeOverflows || size > fileLimit) {
            throw failed("BAD_SIZE", "the file is too large", sizeStart, fileLimit, size);
        }
        contentStart = position + 1;
        moveTo(NamedFileState.CONTENT);
        sink.begin(legalName, size);
        completeIfWhole(contentStart);
    }

    private void onContent(ByteBuffer in) {
        int length = (int) Math.min(in.remaining(), size - (position - contentStart));
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        position += length;
        sink.content(slice);
        completeIfWhole(position);
    }

    private void completeIfWhole(long end) {
        if (end - contentStart == size) {
            moveTo(NamedFileState.COMPLETE);
            complete = true;
            sink.complete();
        }
    }

    /**
     * Records that the peer has ended its output; before the first byte that is no error, and no file.
     *
     * @throws FrameException {@code TRUNCATED} if a file had begun and is not complete; nothing of it is kept
     */
    public void endOfStream() {
        switch (state) {
            case COMPLETE -> moveTo(NamedFileState.DONE);
            case DONE, FAILED -> {}
            default -> {
                if (position == 0) {
                    // A peer that came and went sent no file and no broken one.
                    moveTo(NamedFileState.FAILED);
                    return;
                }
                throw failed("TRUNCATED", "the stream ended inside the file", 0, -1, -1);
            }
        }
    }

    /** Gives the file up because its connection is lost or its storage failed; a complete one stays. */
    public void abort() {
        if (state == NamedFileState.COMPLETE) {
            moveTo(NamedFileState.DONE);
        } else if (state != NamedFileState.DONE && state != NamedFileState.FAILED) {
            fail();
        }
    }

    /**
     * Gives the file up if nothing has arrived for {@link #STALL}.
     *
     * @param now nanoseconds of the same clock
     * @return nanoseconds until the next call is due; 0 or less if the file was given up and the connection must end;
     *     {@link Long#MAX_VALUE} if there is nothing to wait for
     */
    public long sweep(long now) {
        if (state == NamedFileState.DONE || state == NamedFileState.FAILED) {
            return Long.MAX_VALUE;
        }
        long left = STALL.toNanos() - (now - lastProgress);
        if (left <= 0) {
            abort();
        }
        return left;
    }

    /**
     * Tells whether the whole file has arrived.
     *
     * @return true from the last byte on, whatever follows it
     */
    public boolean isComplete() {
        return complete;
    }

    private void fail() {
        boolean begun = state == NamedFileState.CONTENT;
        moveTo(NamedFileState.FAILED);
        if (begun) {
            sink.discard();
        }
    }

    private FrameException failed(String reason, String text, long offset, long limit, long actual) {
        fail();
        return new FrameException(reason, text, offset, limit, actual);
    }
}
