package io.trunkline.cli;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/** What a peer in any language sends to {@code serve --app echo}, and what it gets back, byte by byte. */
record EchoCase(String format, String requestHex, String answerHex) {
    static Stream<EchoCase> all() {
        String create = "{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"text\",\"metadata\":{}}";
        String close = "{\"type\":\"stream_close\",\"streamId\":1}";
        return Stream.of(
                same("raw", "000102ff" + text("no boundaries")),
                same("length-prefixed", "00000005" + text("hello")),
                same("length-prefixed", "00000000"),
                same("envelope", "0000000500000000" + text("hello")),
                new EchoCase(
                        "envelope",
                        "0000000000000001" + "0000000200000004" + text("he") + "0000000300000000" + text("llo"),
                        "0000000500000000" + text("hello")),
                same("line-length", text("5\nhello")),
                same("json-lines", text("{\"n\":1}\n")),
                same("typed", "0010" + "00000005" + "0007" + text("hello")),
                new EchoCase(
                        "typed",
                        "0001" + "00000000" + "0000" + "0002" + "00000004" + "0000" + text("pong"),
                        "0002" + "00000004" + "0000" + text("pong")),
                new EchoCase(
                        "multiplexed",
                        frame(0, create) + frame(1, "hello") + frame(0, close),
                        frame(1, "hello") + frame(0, close)));
    }

    private static String frame(int stream, String body) {
        return String.format("%08x%08x", stream, body.length()) + text(body);
    }

    private static EchoCase same(String format, String hex) {
        return new EchoCase(format, hex, hex);
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] request() {
        return bytes(requestHex);
    }

    byte[] answer() {
        return bytes(answerHex);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return format + " " + requestHex.substring(0, Math.min(16, requestHex.length()));
    }
}
