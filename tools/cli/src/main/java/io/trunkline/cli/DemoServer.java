package io.trunkline.cli;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.server.TrunklineServer;

/** The server of the demo, and the words that it shares with its client. */
final class DemoServer {
    static final Route<Say, Said> SAY = Route.of("echo.say", Say.class, Said.class);
    static final Topic<UserCreated> CREATED = Topic.of("events.user.created", UserCreated.class);

    /** A request: please say this. */
    record Say(String text) {}

    /** Its answer: this was said. */
    record Said(String text) {}

    /** An event: there is a new user. */
    record UserCreated(int id) {}

    private DemoServer() {}

    static TrunklineServer start() {
        return TrunklineServer.builder().listen(0).handle(SAY, DemoServer::say).start();
    }

    private static Said say(Say say) {
        if (say.text().isBlank()) {
            throw new ReplyException(ErrorCode.INVALID_REQUEST, "there is nothing to say");
        }
        return new Said(say.text());
    }
}
