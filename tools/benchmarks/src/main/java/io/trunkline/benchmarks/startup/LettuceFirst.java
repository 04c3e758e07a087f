package io.trunkline.benchmarks.startup;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;

/** Lettuce with its defaults, but for the older protocol, which our stand-in of a server speaks. */
final class LettuceFirst {
    private LettuceFirst() {}

    public static void main(String[] args) {
        Clock clock = Clock.start();
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + args[0]);
        client.setOptions(
                ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            clock.answered(connection.sync().echo(Clock.QUESTION));
        } finally {
            client.shutdown();
        }
    }
}
