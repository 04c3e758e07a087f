package io.trunkline.cli;

import io.trunkline.JsonMessage;
import io.trunkline.MediaRecord;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.FileReceiver;
import io.trunkline.server.FileSource;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.server.apps.ChatRooms;
import io.trunkline.server.apps.KnPubSub;
import io.trunkline.server.apps.KnRpc;
import io.trunkline.server.apps.LineRooms;
import io.trunkline.server.apps.MediaApps;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.StreamHandler;
import java.nio.file.Path;

/** Puts an application of the seeds' behind a listener, in any format that it speaks. */
final class Applications {
    private final TrunklineServer.Builder server;
    private final ListenOptions where;
    private final FormatName format;
    private final int jsonDepth;

    Applications(TrunklineServer.Builder server, ListenOptions where, FormatName format, int jsonDepth) {
        this.server = server;
        this.where = where;
        this.format = format;
        this.jsonDepth = jsonDepth;
    }

    void chat() {
        json(ChatRooms.create());
    }

    void rooms() {
        json(LineRooms.create());
    }

    void publishSubscribe() {
        server.listen(where, KnPubSub.format(), KnPubSub.create());
    }

    void remoteCalls() {
        server.listen(where, KnRpc.format(), KnRpc.examples());
    }

    void media() {
        server.listen(where, MediaRecord.in(PayloadFormats.of(format)), MediaApps.acknowledging());
    }

    /** Files into a directory, which is made if it is not there, and out of it in formats that can ask for them. */
    void files(Path directory) {
        FileReceiver receiver =
                FileReceiver.builder(directory).createDirectory().build();
        FileSource source = FileSource.from(directory);
        switch (format) {
            case NAMED_FILE -> server.listen(where, receiver);
            case TYPED ->
                server.listen(where, FrameFormat.typed(), c -> receiver.handler(c, source.handler(c, frame -> {})));
            case MULTIPLEXED ->
                server.listen(
                        where,
                        StreamHandler.byType()
                                .handle("file", receiver.streamHandler())
                                .handle("file_get", source.streamHandler())
                                .build());
            default -> json(c -> receiver.handler(c, source.handler(c, message -> {})));
        }
    }

    private void json(ConnectionHandler.Factory<JsonMessage> factory) {
        server.listen(where, JsonMessage.in(PayloadFormats.of(format), "type", jsonDepth), factory);
    }
}
