package io.trunkline.transport.internal;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds, among the answers of all loops, the connection that leaves most unread, and hands it on with the last answer.
 *
 * <p>Thread-safe, guarded by {@code this}.
 */
final class SlowestReader {
    private final Consumer<TcpConnection> found;
    private int awaited;
    private @Nullable TcpConnection worst;

    SlowestReader(int loops, Consumer<TcpConnection> found) {
        this.awaited = loops;
        this.found = found;
    }

    /** Takes one loop's answer; null if it has nobody to name. */
    void add(@Nullable TcpConnection candidate) {
        TcpConnection cut = take(candidate);
        if (cut != null) {
            found.accept(cut);
        }
    }

    private synchronized @Nullable TcpConnection take(@Nullable TcpConnection candidate) {
        TcpConnection before = worst;
        if (candidate != null && (before == null || candidate.outboundBytes() > before.outboundBytes())) {
            worst = candidate;
        }
        return --awaited == 0 ? worst : null;
    }
}
