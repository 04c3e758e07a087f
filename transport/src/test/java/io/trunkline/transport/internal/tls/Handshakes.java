package io.trunkline.transport.internal.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes handshake messages and records byte by byte, as a peer of our own making. */
final class Handshakes {
    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int SERVER_HELLO_DONE = 14;

    private static final String RETRY = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

    private Handshakes() {}

    static byte[] record(int type, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(RecordHeader.SIZE + content.length);
        out.put((byte) type)
                .putShort((short) 0x0303)
                .putShort((short) content.length)
                .put(content);
        return out.array();
    }

    /** Records of at most so many bytes of content. */
    static byte[] records(int size, byte[]... messages) {
        byte[] all = concat(messages);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < all.length; from += size) {
            out.writeBytes(record(
                    RecordHeader.HANDSHAKE,
                    java.util.Arrays.copyOfRange(all, from, Math.min(all.length, from + size))));
        }
        return out.toByteArray();
    }

    static byte[] message(int type, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(4 + body.length);
        out.putInt(type << 24 | body.length).put(body);
        return out.array();
    }

    static byte[] serverHello13(int group, int shareSize) {
        return serverHello(new byte[32], concat(extension(43, 0x03, 0x04), share(group, shareSize)));
    }

    static byte[] retryRequest(int group) {
        byte[] random = java.util.HexFormat.of().parseHex(RETRY);
        return serverHello(random, concat(extension(51, group >> 8, group), extension(43, 0x03, 0x04)));
    }

    static byte[] serverHello12() {
        return serverHello(new byte[32], extension(23));
    }

    private static byte[] serverHello(byte[] random, byte[] extensions) {
        ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + 32 + 3 + 2 + extensions.length);
        body.putShort((short) 0x0303).put(random).put((byte) 32).put(new byte[32]);
        body.putShort((short) 0x1301)
                .put((byte) 0)
                .putShort((short) extensions.length)
                .put(extensions);
        return message(SERVER_HELLO, body.array());
    }

    private static byte[] share(int group, int size) {
        ByteBuffer out = ByteBuffer.allocate(8 + size);
        out.putShort((short) 51)
                .putShort((short) (4 + size))
                .putShort((short) group)
                .putShort((short) size);
        return out.array();
    }

    private static byte[] extension(int type, int... bytes) {
        ByteBuffer out = ByteBuffer.allocate(4 + bytes.length);
        out.putShort((short) type).putShort((short) bytes.length);
        for (int each : bytes) {
            out.put((byte) each);
        }
        return out.array();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
