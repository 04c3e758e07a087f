package io.trunkline.testing.faults;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** ClientHellos that no library would send. */
final class Hello {
    private Hello() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** One record with a hello that names one version and some suites, and has no extension. */
    static byte[] of(int version, int... suites) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writeShort(body, version);
        body.writeBytes(new byte[32]);
        body.write(0);
        writeShort(body, 2 * suites.length);
        for (int suite : suites) {
            writeShort(body, suite);
        }
        body.write(1);
        body.write(0);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(0x16);
        writeShort(record, 0x0301);
        writeShort(record, body.size() + 4);
        record.write(1);
        record.write(0);
        writeShort(record, body.size());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
