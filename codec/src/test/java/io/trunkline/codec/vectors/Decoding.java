package io.trunkline.codec.vectors;

import java.util.function.Consumer;

/** A decoder under test, fresh from its first byte. Caller-confined. */
interface Decoding {
    /** Takes the next bytes and hands out what they complete; throws {@code FrameException} to refuse them. */
    void feed(byte[] bytes, Consumer<Event> out);

    /** Takes the end of the stream; throws {@code FrameException} if it cuts something short. */
    void end();
}
