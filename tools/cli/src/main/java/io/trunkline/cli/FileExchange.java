package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The exchange of {@code named-file}: the text goes out as a file, and what comes back is read to its end. */
final class FileExchange {
    private static final String NAME = "message.txt";
    private static final int MAX_ANSWER = 1 << 20;

    private FileExchange() {}

    static String send(ClientOptions options, String message) {
        byte[] content = message.getBytes(StandardCharsets.UTF_8);
        String head = NAME + "\n" + content.length + "\n";
        try (FrameClient<Payload> client = FrameClient.connect(FrameFormat.raw(), options)) {
            client.send(Payload.ofText(head + message));
            return readToEnd(client, options);
        }
    }

    private static String readToEnd(FrameClient<Payload> client, ClientOptions options) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (Payload part = client.receive(options.requestTimeout());
                part != null;
                part = client.receive(options.requestTimeout())) {
            if (answer.size() + part.size() > MAX_ANSWER) {
                throw new IllegalStateException("the answer is longer than " + MAX_ANSWER + " bytes");
            }
            answer.writeBytes(part.toBytes());
        }
        return answer.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
