package io.trunkline.codec.internal.message;

import io.trunkline.Action;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a broker message's header, its LF included, straight to where it is wanted.
 *
 * <pre>{@code
 * begin ─▶ requestId? parentId? timeoutMs? ─▶ size ─▶ write
 * }</pre>
 *
 * <p>With a timeout all three optional fields are written, with a parent two, with an id one. Reusable, allocates nothing
 * after its construction; caller-confined. Implements SPEC.md section 5.2.
 */
public final class HeaderWriter {
    private static final byte LF = '\n';

    private Action action = Action.PUBLISH;
    private @Nullable TopicName topic;
    private SemVer version = SemVer.DEFAULT;
    private boolean hasRequestId;
    private long requestIdHigh;
    private long requestIdLow;
    private boolean hasParentId;
    private long parentIdHigh;
    private long parentIdLow;
    private int timeoutMs;

    /** Makes a writer; call {@link #begin} next. */
    public HeaderWriter() {}

    /**
     * Forgets the last header and begins the next.
     *
     * @param action what the message is
     * @param topic its topic, written as its text stands
     * @param version its version
     * @return this
     */
    public HeaderWriter begin(Action action, TopicName topic, SemVer version) {
        this.action = action;
        this.topic = topic;
        this.version = version;
        hasRequestId = false;
        hasParentId = false;
        timeoutMs = 0;
        return this;
    }

    /**
     * Adds a request id.
     *
     * @param high its upper half
     * @param low its lower half
     * @return this
     */
    public HeaderWriter requestId(long high, long low) {
        hasRequestId = true;
        requestIdHigh = high;
        requestIdLow = low;
        return this;
    }

    /**
     * Adds the id of the request in whose service this message is made.
     *
     * @param high its upper half
     * @param low its lower half
     * @return this
     */
    public HeaderWriter parentId(long high, long low) {
        hasParentId = true;
        parentIdHigh = high;
        parentIdLow = low;
        return this;
    }

    /**
     * Adds what is left of the request's time.
     *
     * @param milliseconds 1 to 3,600,000
     * @return this
     * @throws IllegalArgumentException if it is out of range, or this is no request
     */
    public HeaderWriter timeoutMs(int milliseconds) {
        if (milliseconds < 1 || milliseconds > HeaderParser.MAX_TIMEOUT_MS || action != Action.REQUEST) {
            throw new IllegalArgumentException(
                    "a timeout of " + milliseconds + " ms on a " + action + "; allowed are 1 to 3600000 on a REQUEST");
        }
        timeoutMs = milliseconds;
        return this;
    }

    /**
     * Tells how many bytes {@link #write} writes.
     *
     * @return LF included
     */
    public int size() {
        int size = ActionField.text(action).length + topicBytes().length + 1 + version.bytes().length + 1;
        int ids = (hasRequestId ? RequestId.LENGTH : 0) + (hasParentId ? RequestId.LENGTH : 0);
        if (timeoutMs > 0) {
            return size + ids + 3 + Decimal.size(timeoutMs);
        }
        return size + ids + (hasParentId ? 2 : hasRequestId ? 1 : 0);
    }

    /**
     * Writes the header.
     *
     * @param out takes {@link #size} bytes from there
     * @param offset where the header begins
     * @return the index behind its LF
     */
    public int write(byte[] out, int offset) {
        int at = put(ActionField.text(action), out, offset);
        at = put(topicBytes(), out, at);
        out[at++] = ':';
        at = put(version.bytes(), out, at);
        if (hasRequestId || hasParentId || timeoutMs > 0) {
            out[at++] = ':';
            at = putId(hasRequestId, requestIdHigh, requestIdLow, out, at);
        }
        if (hasParentId || timeoutMs > 0) {
            out[at++] = ':';
            at = putId(hasParentId, parentIdHigh, parentIdLow, out, at);
        }
        if (timeoutMs > 0) {
            out[at++] = ':';
            at = Decimal.write(timeoutMs, out, at);
        }
        out[at++] = LF;
        return at;
    }

    /**
     * Writes the header and moves the buffer's position behind it.
     *
     * @param out backed by an array, with {@link #size} bytes left at least
     * @throws BufferOverflowException if it has fewer; then nothing was written
     */
    public void write(ByteBuffer out) {
        if (out.remaining() < size()) {
            throw new BufferOverflowException();
        }
        int begin = out.arrayOffset() + out.position();
        int end = write(out.array(), begin);
        out.position(out.position() + end - begin);
    }

    private byte[] topicBytes() {
        if (topic == null) {
            throw new IllegalStateException("begin a header first");
        }
        return topic.bytes();
    }

    private static int put(byte[] text, byte[] out, int at) {
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }

    private static int putId(boolean present, long high, long low, byte[] out, int at) {
        if (!present) {
            return at;
        }
        RequestId.write(high, low, out, at);
        return at + RequestId.LENGTH;
    }
}
