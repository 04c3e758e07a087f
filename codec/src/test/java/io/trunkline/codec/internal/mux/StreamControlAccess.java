package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;

/** Lets tests of other packages read and write control messages by themselves. */
public final class StreamControlAccess {
    private StreamControlAccess() {}

    public static StreamControl decode(byte[] body) {
        return StreamControlCodec.decode(Payload.of(body));
    }

    public static byte[] encode(StreamControl control) {
        return StreamControlCodec.encode(control).toBytes();
    }
}
