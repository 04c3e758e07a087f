package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;

/** The types of {@code typed} frames that have a meaning, named as in the registry (SPEC.md section 3.5). */
public final class TypedTypes {
    /** Answered by {@link #HEARTBEAT_ANSWER}. */
    public static final int HEARTBEAT = 0x0001;

    /** Never answered. */
    public static final int HEARTBEAT_ANSWER = 0x0002;

    /** Application data. */
    public static final int DATA = 0x0010;

    /** File transfer. */
    public static final int FILE = 0x0020;

    /** The body of an answer. */
    public static final Payload PONG = Payload.ofText("pong");

    private TypedTypes() {}
}
