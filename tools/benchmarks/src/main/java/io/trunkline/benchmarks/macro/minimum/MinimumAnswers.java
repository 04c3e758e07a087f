package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Handoff;
import java.io.IOException;

/** Hands each answer to the thread that waits for it. Loop-confined. */
final class MinimumAnswers implements MinimumConnection.FrameHandler {
    private final Handoff handoff;

    MinimumAnswers(Handoff handoff) {
        this.handoff = handoff;
    }

    @Override
    public void onFrame(MinimumConnection from, byte[] array, int at, int length) {
        handoff.complete((long) MinimumLink.NUMBER.get(array, at + Frames.HEADER));
    }

    @Override
    public void onEnd(IOException cause) {
        handoff.fail(cause);
    }
}
