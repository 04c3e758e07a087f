package io.trunkline.testing;

import io.trunkline.testing.internal.proxy.ProxyLoop;
import io.trunkline.transport.Endpoint;
import java.net.InetSocketAddress;
import java.util.Random;

/**
 * Stands between a client and a server on this machine, forwards bytes, and does to them what networks do.
 *
 * <pre>{@code
 * client ──▶ proxy.endpoint() ══ toServer() ═══▶ target
 *        ◀──                  ══ toClient() ════
 * }</pre>
 *
 * <p>Without faults it forwards everything, ends and resets too. Whatever is random follows from the seed, the number of the
 * connection and the direction, so a run can be repeated: the seed is in {@link #toString} and in the {@link #transcript}.
 *
 * <p>Thread-safe. It has one thread, {@code trunkline-proxy-n}, and shares no code with what it tests.
 */
public final class FaultProxy implements AutoCloseable {
    private final Endpoint target;
    private final long seed;
    private final ProxyLoop loop;
    private final Toxics toServer;
    private final Toxics toClient;

    private FaultProxy(Endpoint target, long seed) {
        InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("the target's name cannot be resolved: " + target);
        }
        this.target = target;
        this.seed = seed;
        this.loop = ProxyLoop.start(address, seed);
        this.toServer = new Toxics(loop.toServer());
        this.toClient = new Toxics(loop.toClient());
    }

    /**
     * Starts a proxy with a seed of its own choice, on a free loopback port; when this returns, connects succeed.
     *
     * @param target where connections go on to; need not listen yet
     * @return running, without faults
     * @throws IllegalArgumentException if the target's name cannot be resolved
     * @throws java.io.UncheckedIOException if no port can be had
     */
    public static FaultProxy before(Endpoint target) {
        return before(target, new Random().nextLong());
    }

    /**
     * Starts a proxy whose random faults repeat those of another with the same seed.
     *
     * @param target where connections go on to; need not listen yet
     * @param seed any number
     * @return running, without faults
     * @throws IllegalArgumentException if the target's name cannot be resolved
     * @throws java.io.UncheckedIOException if no port can be had
     */
    public static FaultProxy before(Endpoint target, long seed) {
        return new FaultProxy(target, seed);
    }

    /**
     * Names the place to connect to instead of the target.
     *
     * @return an address on loopback
     */
    public Endpoint endpoint() {
        return new Endpoint(loop.address().getAddress().getHostAddress(), port());
    }

    /**
     * Gives the port to connect to instead of the target's.
     *
     * @return the same for as long as the proxy lives
     */
    public int port() {
        return loop.address().getPort();
    }

    /**
     * Gives the seed from which everything random follows.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * Sets faults of what the client sends.
     *
     * @return always the same
     */
    public Toxics toServer() {
        return toServer;
    }

    /**
     * Sets faults of what the server sends.
     *
     * @return always the same
     */
    public Toxics toClient() {
        return toClient;
    }

    /** Cuts both directions without a word, as when a cable is pulled; see {@link Toxics#halfOpen}. */
    public void halfOpen() {
        toServer.halfOpen();
        toClient.halfOpen();
    }

    /** Takes every fault away, in both directions, and accepts connections again. */
    public void heal() {
        loop.heal();
    }

    /** Resets every connection that is open now, for both peers; later ones are not touched. */
    public void resetConnections() {
        loop.reset();
    }

    /** Refuses connections until {@link #acceptConnections}, as if nothing listened; those that are open live on. */
    public void refuseConnections() {
        loop.refuse();
    }

    /** Accepts connections again, on the same port. */
    public void acceptConnections() {
        loop.accept();
    }

    /**
     * Counts the connections that are open through the proxy, on one side at least.
     *
     * @return now
     */
    public int connections() {
        return loop.connections();
    }

    /**
     * Shows the latest of what was forwarded; works after {@link #close} too.
     *
     * @return a snapshot
     */
    public Transcript transcript() {
        return new Transcript(seed, loop.tape().snapshot());
    }

    /** Closes every connection, frees the port and ends the thread. Never throws; again, it has no effect. */
    @Override
    public void close() {
        loop.close();
    }

    /** Shows both ends, the seed, and the faults in force. */
    @Override
    public String toString() {
        return "FaultProxy[" + endpoint() + " -> " + target + ", seed=" + seed + ", connections=" + connections()
                + ", toServer=" + toServer + ", toClient=" + toClient + "]";
    }
}
