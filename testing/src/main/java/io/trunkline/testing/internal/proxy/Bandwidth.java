package io.trunkline.testing.internal.proxy;

import java.util.Random;

/** Lets so many bytes through per second, in pieces of a fiftieth of that. Immutable. */
record Bandwidth(long bytesPerSecond) implements Toxic {
    private static final double SECOND = 1e9;
    /** Pieces per second of a full link: small enough to be smooth, large enough to be cheap. */
    private static final int PIECES = 50;
    /** What an idle link saves up, in pieces. */
    private static final int SAVED = 2;

    @Override
    public Gate open(Random random) {
        return new Bucket(bytesPerSecond);
    }

    private static final class Bucket extends Gate {
        private final double rate;
        private final long piece;
        private double tokens;
        private long filledAt;
        private boolean used;

        Bucket(long rate) {
            this.rate = rate;
            this.piece = Math.max(1, rate / PIECES);
        }

        @Override
        long delay(Parcel head, long now) {
            fill(now);
            double missing = Math.min(head.remaining(), piece) - tokens;
            return missing <= 0 ? 0 : (long) Math.ceil(missing / rate * SECOND);
        }

        private void fill(long now) {
            double gained = used ? (now - filledAt) / SECOND * rate : piece;
            tokens = Math.min((double) SAVED * piece, tokens + gained);
            filledAt = now;
            used = true;
        }

        @Override
        int limit(int bytes, long now) {
            return (int) Math.max(1, Math.min(bytes, tokens));
        }

        @Override
        void passed(int bytes, long now) {
            tokens -= bytes;
        }
    }
}
