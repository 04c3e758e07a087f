package io.trunkline.cli;

import io.trunkline.codec.FrameFormat;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.server.apps.EchoApps;
import java.time.Duration;

/**
 * Puts the echo application behind a listener of any format.
 *
 * <p>Echo means: the same bytes ({@code raw}), the same body, unparsed ({@code length-prefixed}, {@code envelope}, {@code
 * line-length}, {@code json-lines}), the same type, flags and body ({@code typed}; the server itself answers heartbeats),
 * the data of a created stream ({@code multiplexed}), the same name, size and bytes, then the end ({@code named-file}).
 */
final class EchoHandlers {
    private EchoHandlers() {}

    static void listen(TrunklineServer.Builder server, ListenOptions where, FormatName format, String prefix) {
        switch (format) {
            case RAW ->
                server.listen(
                        where, FrameFormat.raw(), prefix.isEmpty() ? EchoApps.frames() : EchoApps.prefixed(prefix));
            case LENGTH_PREFIXED -> server.listen(where, FrameFormat.lengthPrefixed(), EchoApps.frames());
            case ENVELOPE -> server.listen(where, FrameFormat.envelope(), EchoApps.frames());
            case LINE_LENGTH -> server.listen(where, FrameFormat.lineLength(), EchoApps.frames());
            case JSON_LINES -> server.listen(where, FrameFormat.jsonLines(), EchoApps.frames());
            case TYPED -> server.listen(where, FrameFormat.typed(), EchoApps.frames());
            case MULTIPLEXED -> server.listen(where, FrameFormat.multiplexed(), EchoApps.multiplexed());
            case NAMED_FILE -> server.listen(fileIdle(where), FrameFormat.raw(), EchoApps.namedFile());
        }
    }

    /** A file that stands still for so long is given up (SPEC.md section 7). */
    private static ListenOptions fileIdle(ListenOptions where) {
        return where.toBuilder().idleTimeout(Duration.ofSeconds(30)).build();
    }
}
