package io.trunkline.codec.internal.message;

import io.trunkline.Action;
import io.trunkline.PayloadException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a broker message's header in place: one pass, no string, nothing allocated for a topic seen before.
 *
 * <pre>{@code
 * action:topic:version[:requestId[:parentId[:timeout]]] LF payload
 *
 * action ─▶ topic ─▶ version ─┬▶ id ─┬▶ parent ─┬▶ timeout ─┐
 *                             └─LF───┴────LF────┴─────LF────┴▶ payload
 * }</pre>
 *
 * <p>Use: {@link #tryParse} or {@link #parse}, then the accessors, until the next parse. Nothing of the array is kept.
 * Loop-confined. A header that does not parse is a bad body, not a bad frame; its offset counts from the message's first
 * byte. Implements SPEC.md sections 5.1 to 5.6.
 */
public final class HeaderParser {
    /** The longest legal header: 7 + 255 + 20 + 36 + 36 + 7 and five colons. */
    public static final int MAX_LENGTH = 366;

    /** The wire's bound for a timeout, one hour in milliseconds. */
    public static final int MAX_TIMEOUT_MS = 3_600_000;

    private static final byte LF = '\n';
    private static final byte[] DEFAULT_VERSION = SemVer.DEFAULT.bytes();

    private final TopicCache cache;
    private final FieldScanner topicField = new FieldScanner();
    private final RequestId.Halves requestId = new RequestId.Halves();
    private final RequestId.Halves parentId = new RequestId.Halves();

    private @Nullable Action action;
    private @Nullable TopicName topic;
    private @Nullable SemVer version;
    private boolean hasRequestId;
    private boolean hasParentId;
    private int timeoutMs;
    private int payloadStart;
    private int payloadLength;
    private final HeaderFault fault = new HeaderFault();

    /**
     * Makes a parser.
     *
     * @param cache remembers topics and versions; shared by the parsers of one loop
     */
    public HeaderParser(TopicCache cache) {
        this.cache = cache;
    }

    /**
     * Reads a message's header.
     *
     * @param bytes holds the message
     * @param offset where it begins
     * @param length how many bytes it has, payload included
     * @throws PayloadException {@code MALFORMED_HEADER} or {@code HEADER_TOO_LONG}
     */
    public void parse(byte[] bytes, int offset, int length) {
        if (!tryParse(bytes, offset, length)) {
            throw failure();
        }
    }

    /**
     * Reads a message's header, or remembers where it fails, without an exception.
     *
     * @param bytes holds the message
     * @param offset where it begins
     * @param length how many bytes it has, payload included
     * @return false if there is no legal header; then only {@link #failure} and {@link #faultOffset} may be asked
     */
    public boolean tryParse(byte[] bytes, int offset, int length) {
        hasRequestId = false;
        hasParentId = false;
        timeoutMs = 0;
        fault.clear();
        int at = scan(bytes, offset, offset + Math.min(length, MAX_LENGTH + 1));
        if (at >= 0) {
            fault.note(bytes, offset, length, at);
            return false;
        }
        payloadLength = offset + length - payloadStart;
        return true;
    }

    /** Gives the index of the first byte at fault, or -1. */
    private int scan(byte[] bytes, int from, int end) {
        int at = ActionField.end(bytes, from, end);
        if (at < 0) {
            return ~at;
        }
        action = ActionField.read(bytes, from);
        at = scanTopic(bytes, at + 1, end);
        return at < 0 ? ~at : scanVersion(bytes, at + 1, end);
    }

    /** Gives the index of the colon behind the topic, or the complement of the one at fault. */
    private int scanTopic(byte[] bytes, int from, int end) {
        TopicName last = topic;
        return last != null && isField(last.bytes(), bytes, from, end)
                ? from + last.bytes().length
                : scanOtherTopic(bytes, from, end);
    }

    /** Messages of a connection mostly name the topic of the one before: a comparison instead of a look-up. */
    private static boolean isField(byte[] text, byte[] bytes, int from, int end) {
        int to = from + text.length;
        return to < end && bytes[to] == ':' && ByteKeyCache.isEqual(text, bytes, from);
    }

    private int scanOtherTopic(byte[] bytes, int from, int end) {
        int colon = topicField.find(bytes, from, end);
        topic = colon == end ? null : cache.topic(bytes, from, colon, topicField.hash());
        if (topic != null) {
            return colon;
        }
        int fault = TopicGrammar.firstFault(bytes, from, colon, false);
        return ~(fault < 0 ? end : fault);
    }

    private int scanVersion(byte[] bytes, int from, int end) {
        int at =
                isDefaultVersion(bytes, from, end) ? from + DEFAULT_VERSION.length : scanOtherVersion(bytes, from, end);
        if (at < 0) {
            return ~at;
        }
        return bytes[at] == LF ? finish(at) : scanRequestId(bytes, at + 1, end);
    }

    /** Nearly every header says 1.0.0: five comparisons instead of a look-up. */
    private boolean isDefaultVersion(byte[] bytes, int from, int end) {
        int to = from + DEFAULT_VERSION.length;
        if (!isFieldEnd(bytes, to, end)) {
            return false;
        }
        for (int i = 0; i < DEFAULT_VERSION.length; i++) {
            if (bytes[from + i] != DEFAULT_VERSION[i]) {
                return false;
            }
        }
        version = SemVer.DEFAULT;
        return true;
    }

    /** Gives the index behind the version, or the complement of the one at fault. */
    private int scanOtherVersion(byte[] bytes, int from, int end) {
        int at = from;
        int hash = 0;
        while (at < end && bytes[at] != ':' && bytes[at] != LF) {
            hash = 31 * hash + bytes[at++];
        }
        version = at == end ? null : cache.version(bytes, from, at, hash);
        if (version != null) {
            return at;
        }
        int fault = SemVerGrammar.firstFault(bytes, from, at);
        return ~(fault < 0 ? end : fault);
    }

    private int scanRequestId(byte[] bytes, int from, int end) {
        int at = from;
        if (isId(bytes, from, end, requestId)) {
            hasRequestId = true;
            at += RequestId.LENGTH;
        } else if (!isFieldEnd(bytes, from, end)) {
            return idFault(bytes, from, end);
        }
        return bytes[at] == LF ? finish(at) : scanParentId(bytes, at + 1, end);
    }

    private int scanParentId(byte[] bytes, int from, int end) {
        int at = from;
        if (isId(bytes, from, end, parentId)) {
            hasParentId = true;
            at += RequestId.LENGTH;
        } else if (!isFieldEnd(bytes, from, end)) {
            return idFault(bytes, from, end);
        }
        return bytes[at] == LF ? finish(at) : scanTimeout(bytes, at + 1, end);
    }

    private static boolean isId(byte[] bytes, int from, int end, RequestId.Halves out) {
        return isFieldEnd(bytes, from + RequestId.LENGTH, end) && RequestId.read(bytes, from, out);
    }

    private static boolean isFieldEnd(byte[] bytes, int at, int end) {
        return at < end && (bytes[at] == ':' || bytes[at] == LF);
    }

    private static int idFault(byte[] bytes, int from, int end) {
        int to = from;
        while (to < end && !isFieldEnd(bytes, to, end)) {
            to++;
        }
        int fault = RequestId.firstFault(bytes, from, to);
        return fault < 0 ? end : fault;
    }

    private int scanTimeout(byte[] bytes, int from, int end) {
        if (action != Action.REQUEST || from == end || bytes[from] == '0') {
            return from < end && bytes[from] == LF ? finish(from) : from;
        }
        int value = 0;
        int at = from;
        for (int digit; at < end && (digit = bytes[at] - '0') >= 0 && digit <= 9; at++) {
            value = value * 10 + digit;
            if (value > MAX_TIMEOUT_MS) {
                return at;
            }
        }
        timeoutMs = value;
        return at < end && bytes[at] == LF ? finish(at) : at;
    }

    private int finish(int lf) {
        payloadStart = lf + 1;
        return -1;
    }

    /**
     * Makes the error for the header that did not parse.
     *
     * @return {@code HEADER_TOO_LONG} or {@code MALFORMED_HEADER}, with the offset in the message
     */
    public PayloadException failure() {
        return fault.exception();
    }

    /**
     * Tells where the header that did not parse is at fault.
     *
     * @return counted from the message's first byte; -1 if the header parsed
     */
    public int faultOffset() {
        return fault.offset();
    }

    /**
     * Tells what the message is.
     *
     * @return the action
     */
    public Action action() {
        return parsed(action);
    }

    /**
     * Gives the topic.
     *
     * @return the same object for the same bytes while the cache remembers them
     */
    public TopicName topic() {
        return parsed(topic);
    }

    /**
     * Gives the version.
     *
     * @return the same object for the same bytes while the cache remembers them
     */
    public SemVer version() {
        return parsed(version);
    }

    private static <T> T parsed(@Nullable T field) {
        if (field == null) {
            throw new IllegalStateException("no header has been parsed");
        }
        return field;
    }

    /**
     * Tells whether there is a request id.
     *
     * @return false for a one-way message
     */
    public boolean hasRequestId() {
        return hasRequestId;
    }

    /**
     * Gives the upper half of the request id.
     *
     * @return meaningless without one
     */
    public long requestIdHigh() {
        return requestId.high();
    }

    /**
     * Gives the lower half of the request id.
     *
     * @return meaningless without one
     */
    public long requestIdLow() {
        return requestId.low();
    }

    /**
     * Tells whether there is a parent's id.
     *
     * @return true if the sender named one
     */
    public boolean hasParentId() {
        return hasParentId;
    }

    /**
     * Gives the upper half of the parent's id.
     *
     * @return meaningless without one
     */
    public long parentIdHigh() {
        return parentId.high();
    }

    /**
     * Gives the lower half of the parent's id.
     *
     * @return meaningless without one
     */
    public long parentIdLow() {
        return parentId.low();
    }

    /**
     * Gives what was left of the request's time when it was encoded.
     *
     * @return 1 to 3,600,000 ms, or 0 if the sender named none
     */
    public int timeoutMs() {
        return timeoutMs;
    }

    /**
     * Tells where the payload begins.
     *
     * @return an index in the array that was parsed
     */
    public int payloadStart() {
        return payloadStart;
    }

    /**
     * Tells how long the payload is.
     *
     * @return bytes, 0 or more
     */
    public int payloadLength() {
        return payloadLength;
    }
}
