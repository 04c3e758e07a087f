package io.trunkline.codec.vectors;

import java.util.Set;

/** Runs the cases of one format against the codec; one small class per format. Stateless. */
interface VectorAdapter {
    /** The value of {@code format} in the files that this adapter runs. */
    String format();

    /** The kinds of case that it knows; any other kind in such a file fails the build. */
    Set<String> kinds();

    /** Throws an {@code AssertionError} unless the codec does what the case says. */
    void check(VectorCase vector);
}
