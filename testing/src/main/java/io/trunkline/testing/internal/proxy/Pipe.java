package io.trunkline.testing.internal.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * One direction of one connection: a bounded queue between two sockets, and the gates at its end.
 *
 * <pre>{@code
 * source ─▶ read ─▶ queue of parcels (1 MiB) ─▶ gates ─▶ piece ─▶ target
 *                    the last one is the end       └ cut: both directions end
 * }</pre>
 *
 * <p>Gates look at the head of the queue when it is about to leave, so a toxic works on every byte that has not been forwarded.
 * Loop-confined.
 */
final class Pipe {
    /** What may wait: more than a second of a fast link under the usual latencies, and a bound on the proxy's memory. */
    private static final int QUEUE_BYTES = 1024 * 1024;
    /** Pieces per turn: one pipe that is sliced must not keep the others waiting. */
    private static final int PIECES_PER_TURN = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Splice splice;
    private final SocketChannel source;
    private final SocketChannel target;
    private final Direction direction;
    private final Random random;
    private final Queue<Parcel> queue = new ArrayDeque<>();
    private IdentityHashMap<Toxic, Gate> installed = new IdentityHashMap<>();
    private List<Gate> gates = List.of();
    private ByteBuffer piece = NOTHING;
    private int queued;
    private boolean sourceEnded;
    private boolean ended;

    Pipe(Splice splice, Direction direction, SocketChannel source, SocketChannel target) {
        this.splice = splice;
        this.direction = direction;
        this.source = source;
        this.target = target;
        this.random = splice.nextRandom();
    }

    /** Keeps the gates of the toxics that stay, and opens those of the new ones. */
    void install(List<Toxic> toxics) {
        IdentityHashMap<Toxic, Gate> before = installed;
        installed = new IdentityHashMap<>();
        gates = new ArrayList<>();
        for (Toxic toxic : toxics) {
            Gate known = before.get(toxic);
            Gate gate = known == null ? toxic.open(new Random(random.nextLong())) : known;
            installed.put(toxic, gate);
            gates.add(gate);
        }
        if (piece.hasRemaining()) {
            splice.suffer(fate()); // A cut that is due already does not wait for a peer that reads slowly.
        }
        before.forEach((toxic, gate) -> {
            if (!toxics.contains(toxic)) {
                splice.suffer(gate.lifted());
            }
        });
    }

    boolean wantsRead() {
        return !sourceEnded && queued < QUEUE_BYTES && gates.stream().allMatch(Gate::reads);
    }

    boolean wantsWrite() {
        return piece.hasRemaining() && !isShut();
    }

    /** Whether nothing more will come and nothing more will go. */
    boolean isDone() {
        return sourceEnded && ended;
    }

    void read(ByteBuffer buffer, long now) {
        int count;
        try {
            count = source.read(buffer.clear());
        } catch (IOException e) {
            onSourceEnded(Fate.RESET, now);
            return;
        }
        if (count < 0) {
            onSourceEnded(Fate.CLOSE, now);
        } else if (count > 0 && !ended) {
            byte[] bytes = new byte[count];
            buffer.flip().get(bytes);
            queue.add(Parcel.of(bytes, now));
            queued += count;
        }
    }

    private void onSourceEnded(Fate how, long now) {
        sourceEnded = true;
        splice.tape().event(splice.number(), direction, how == Fate.RESET ? "sender reset" : "sender ended");
        if (!ended) {
            queue.add(Parcel.end(how, now));
        }
    }

    /** The source was found reset by a write to it, which may come after its orderly end. */
    void onSourceReset(long now) {
        if (ended) {
            splice.suffer(Fate.RESET);
        } else {
            onSourceEnded(Fate.RESET, now);
        }
    }

    /** Forwards what may go now; returns the nanoseconds until it wants to be asked again. */
    long pump(long now) throws IOException {
        if (gates.stream().anyMatch(Gate::swallows)) {
            piece = NOTHING;
        }
        for (int i = 0; i < PIECES_PER_TURN; i++) {
            if (!isShut() && piece.hasRemaining()) {
                target.write(piece);
            }
            if (piece.hasRemaining()) {
                return Gate.NEVER;
            }
            long wait = step(now);
            if (wait > 0) {
                return wait;
            }
        }
        return 0;
    }

    private boolean isShut() {
        return gates.stream().anyMatch(Gate::isShut);
    }

    private long step(long now) throws IOException {
        Fate fate = fate();
        if (fate != Fate.LIVE) {
            splice.suffer(fate);
            return Gate.NEVER;
        }
        Parcel head = queue.peek();
        if (head == null || ended || isShut()) {
            return Gate.NEVER;
        }
        long wait = delay(head, now);
        if (wait > 0) {
            return wait;
        }
        if (head.isEnd()) {
            forwardEnd(head.end());
            return Gate.NEVER;
        }
        forward(head, now);
        return 0;
    }

    private Fate fate() {
        for (Gate gate : gates) {
            if (gate.fate() != Fate.LIVE) {
                return gate.fate();
            }
        }
        return Fate.LIVE;
    }

    private long delay(Parcel head, long now) {
        long longest = 0;
        for (Gate gate : gates) {
            longest = Math.max(longest, gate.delay(head, now));
        }
        return longest;
    }

    private void forward(Parcel head, long now) {
        int size = head.remaining();
        for (Gate gate : gates) {
            size = Math.min(size, gate.limit(size, now));
        }
        byte[] bytes = head.take(size);
        for (Gate gate : gates) {
            bytes = gate.change(bytes);
            gate.passed(size, now);
        }
        queued -= size;
        if (head.remaining() == 0) {
            queue.remove();
        }
        splice.tape().bytes(splice.number(), direction, bytes);
        piece = ByteBuffer.wrap(bytes);
    }

    private void forwardEnd(Fate how) throws IOException {
        if (how == Fate.RESET) {
            splice.suffer(Fate.RESET);
        } else {
            end();
        }
    }

    /** Sends the end; what is still queued or comes later is thrown away. */
    void end() throws IOException {
        if (!ended) {
            ended = true;
            queue.clear();
            queued = 0;
            piece = NOTHING;
            target.shutdownOutput();
            splice.tape().event(splice.number(), direction, "end");
        }
    }

    /** The target was reset: it takes nothing more. */
    void onTargetGone() {
        ended = true;
        queue.clear();
        queued = 0;
        piece = NOTHING;
    }
}
