package io.trunkline.codec.internal.frame;

/** A message that was inflated: the first {@code length} bytes of an array that nobody else has. */
@SuppressWarnings("ArrayRecordComponent") // never compared: a pair on its way from one method to the next
record Inflated(byte[] array, int length) {}
