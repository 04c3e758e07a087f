package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;

/** One text out and one text back, in a frame format. */
@FunctionalInterface
interface Exchange {
    /** A data frame of {@code typed}. */
    int TYPED_DATA = 0x10;

    /** Connects, sends, waits for the first answer and closes. Blocks at most connect and request timeout. */
    String send(ClientOptions options, String message);

    /** Chooses the exchange that fits a format. */
    static Exchange in(FormatName format) {
        return switch (format) {
            case RAW -> payloads(FrameFormat.raw());
            case LENGTH_PREFIXED -> payloads(FrameFormat.lengthPrefixed());
            case ENVELOPE -> payloads(FrameFormat.envelope());
            case LINE_LENGTH -> payloads(FrameFormat.lineLength());
            case JSON_LINES -> payloads(FrameFormat.jsonLines());
            case TYPED -> Exchange::typed;
            case MULTIPLEXED -> StreamExchange::send;
            case NAMED_FILE -> FileExchange::send;
        };
    }

    private static Exchange payloads(FrameFormat<Payload> format) {
        return (options, message) ->
                FrameClient.exchange(format, options, Payload.ofText(message)).text();
    }

    private static String typed(ClientOptions options, String message) {
        TypedFrame data = new TypedFrame(TYPED_DATA, 0, Payload.ofText(message));
        TypedFrame answer = FrameClient.exchange(FrameFormat.typed(), options, data);
        return "type " + answer.type() + ", flags " + answer.flags() + ": "
                + answer.payload().text();
    }
}
