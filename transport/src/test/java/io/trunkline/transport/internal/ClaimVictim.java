package io.trunkline.transport.internal;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.FramePace;
import io.trunkline.transport.OutboundLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An echo in a process of its own: prints its port, then for each line that it is given what its connections hold. */
final class ClaimVictim {
    /** Long enough for a test to make its claims and to look. */
    private static final Duration FRAME_TIMEOUT = Duration.ofSeconds(8);

    private ClaimVictim() {}

    public static void main(String[] args) throws IOException {
        RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, true);
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lengthPrefixed(), FrameLimits.DEFAULT, OutboundLimits.DEFAULT, core.workers(), false));
        Acceptor acceptor = Acceptor.bind(
                core,
                SocketRig.loopback(0),
                ConnectionSettings.DEFAULT.withFramePace(FramePace.DEFAULT.withTimeout(FRAME_TIMEOUT)),
                () -> protocol.logic(connection -> connection::send));
        System.out.println(acceptor.address().getPort());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (lines.readLine() != null) {
            System.out.println(core.memory().used());
        }
        core.close();
    }
}
