package io.trunkline.codec;

/**
 * Names the frames that carry broker messages; both sides must agree, since formats are never guessed.
 *
 * <p>Closed: the wire has these two. Implements SPEC.md section 5.
 */
public enum Framing {
    /** An 8-byte header with flags: the default, with fragments and compression towards peers that announced them. */
    ENVELOPE,
    /** A 4-byte length: what MB Server Node speaks. */
    LENGTH_PREFIXED
}
