package io.trunkline.testing.internal.proxy;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Sends the next so many bytes a second time, right behind themselves, once. Immutable. */
record Duplicate(int bytes) implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Repeater(bytes);
    }

    private static final class Repeater extends Gate {
        private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
        private int left;

        Repeater(int left) {
            this.left = left;
        }

        @Override
        byte[] change(byte[] piece) {
            if (left == 0) {
                return piece;
            }
            int recording = Math.min(left, piece.length);
            recorded.write(piece, 0, recording);
            left -= recording;
            return left == 0 ? repeat(piece, recording) : piece;
        }

        private byte[] repeat(byte[] piece, int behind) {
            ByteArrayOutputStream longer = new ByteArrayOutputStream(piece.length + recorded.size());
            longer.write(piece, 0, behind);
            longer.writeBytes(recorded.toByteArray());
            longer.write(piece, behind, piece.length - behind);
            return longer.toByteArray();
        }
    }
}
