package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;

/** The exchange of {@code multiplexed}: create stream 1, send the text on it, print what comes back on it. */
final class StreamExchange {
    private static final int CONTROL = 0;
    private static final int STREAM = 1;
    private static final String CREATE =
            "{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"text\",\"metadata\":{}}";

    private StreamExchange() {}

    static String send(ClientOptions options, String message) {
        try (FrameClient<StreamFrame> client = FrameClient.connect(FrameFormat.multiplexed(), options)) {
            client.send(new StreamFrame(CONTROL, Payload.ofText(CREATE)));
            client.send(new StreamFrame(STREAM, Payload.ofText(message)));
            return Answers.next(client, options, frame -> frame.streamId() == STREAM)
                    .payload()
                    .text();
        }
    }
}
