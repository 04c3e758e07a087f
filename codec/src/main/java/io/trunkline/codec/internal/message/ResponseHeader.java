package io.trunkline.codec.internal.message;

import io.trunkline.Action;

/**
 * Writes the header line of a response, LF included, straight to where it is wanted and without an object of its own.
 *
 * <pre>{@code
 * response:topic:version:requestId LF
 * }</pre>
 *
 * <p>Thread-safe: stateless. Implements SPEC.md section 5.2.
 */
public final class ResponseHeader {
    private static final byte[] ACTION = ActionField.text(Action.RESPONSE);

    private ResponseHeader() {}

    /**
     * Tells how many bytes {@link #begin} and {@link #finish} write.
     *
     * @param topic the request's
     * @param version the request's
     * @return LF included
     */
    public static int size(TopicName topic, SemVer version) {
        return ACTION.length + topic.bytes().length + 1 + version.bytes().length + 1 + RequestId.LENGTH + 1;
    }

    /**
     * Writes the header up to the request id's colon; {@link #finish} writes the rest.
     *
     * @param topic the request's
     * @param version the request's
     * @param out takes the bytes
     * @param offset where the header begins
     * @return the index of the request id
     */
    public static int begin(TopicName topic, SemVer version, byte[] out, int offset) {
        int at = put(ACTION, out, offset);
        at = put(topic.bytes(), out, at);
        out[at++] = ':';
        at = put(version.bytes(), out, at);
        out[at++] = ':';
        return at;
    }

    /**
     * Writes the request id and the LF.
     *
     * @param high the id's upper half
     * @param low the id's lower half
     * @param out takes the bytes
     * @param at what {@link #begin} gave
     * @return the index behind the LF
     */
    public static int finish(long high, long low, byte[] out, int at) {
        RequestId.write(high, low, out, at);
        out[at + RequestId.LENGTH] = '\n';
        return at + RequestId.LENGTH + 1;
    }

    private static int put(byte[] text, byte[] out, int at) {
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }
}
