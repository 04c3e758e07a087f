package io.trunkline.server;

import io.trunkline.codec.FrameFormat;
import java.nio.file.Path;

/** A process that receives files until it is killed: prints its port. */
final class UploadServerMain {
    private UploadServerMain() {}

    public static void main(String[] args) {
        FileReceiver receiver = FileReceiver.into(Path.of(args[0]));
        TrunklineServer server = TrunklineServer.builder()
                .listen(0, FrameFormat.typed(), connection -> receiver.handler(connection, frame -> {}))
                .start();
        System.out.println(server.port());
        server.awaitClosed();
    }
}
