package io.trunkline.client;

import io.trunkline.transport.Endpoint;
import io.trunkline.transport.FramePace;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.TrunklineRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The setters of {@link ClientOptions.Builder} that clients of every kind understand.
 *
 * <p>Users see one builder: its setters stand in three files by who understands them, and a nested class can have a file of its own
 * for them in no other way than as its parent. Caller-confined.
 */
abstract sealed class SharedSettings permits MessageSettings {
    final ClientValues set;

    SharedSettings(ClientValues set) {
        this.set = set;
    }

    /** Gives the builder that this is. */
    abstract ClientOptions.Builder self();

    /**
     * Names where to connect, instead of what was named before; this or {@link #endpoints} is required.
     *
     * @param endpoint host and port; {@link Endpoint#parse} reads {@code host:port}
     * @return this
     */
    public ClientOptions.Builder endpoint(Endpoint endpoint) {
        return endpoints(List.of(endpoint));
    }

    /**
     * Names where to connect, instead of what was named before.
     *
     * @param host a host name or an address
     * @param port 1 to 65,535
     * @return this
     * @throws IllegalArgumentException if either is not legal
     */
    public ClientOptions.Builder endpoint(String host, int port) {
        return endpoint(new Endpoint(host, port));
    }

    /**
     * Names several places of the same service, instead of what was named before. The first that is well is used; one
     * that fails is used again when it has been tried by one connection, and others are not to be had before.
     *
     * @param endpoints 1 to 64, each once
     * @return this
     */
    public ClientOptions.Builder endpoints(List<Endpoint> endpoints) {
        set.endpoints = List.copyOf(endpoints);
        return self();
    }

    /**
     * Decides how long a client rests between attempts to connect, and when it gives up: default
     * {@link ReconnectPolicy#forever()}.
     *
     * @param policy {@link ReconnectPolicy#never()} for a client that lives as long as its connection
     * @return this
     */
    public ClientOptions.Builder reconnect(ReconnectPolicy policy) {
        set.reconnect = Objects.requireNonNull(policy, "reconnect");
        return self();
    }

    /**
     * Bounds the payloads that are sent: default 1,048,209 bytes, a frame of 1 MiB without its longest header. A
     * larger one fails locally, NOT_SENT. Messages of up to 1 MiB are accepted in any case, larger ones up to this.
     * Against MB Server Node, which ends the connection of those that send more, set 16,384.
     *
     * @param bytes 1 to 67,108,497, inclusive
     * @return this
     */
    public ClientOptions.Builder maxPayload(int bytes) {
        set.maxPayload = bytes;
        return self();
    }

    /**
     * Runs on the threads of a runtime that the caller owns: default a shared one, started by the first client and
     * gone with the last.
     *
     * @param runtime close it after the client
     * @return this
     */
    public ClientOptions.Builder runtime(TrunklineRuntime runtime) {
        set.runtime = Objects.requireNonNull(runtime, "runtime");
        return self();
    }

    /**
     * Limits connecting as a whole, name resolution, TLS and the broker's first message included: default 5 s.
     *
     * @param timeout more than zero, at most one hour
     * @return this
     */
    public ClientOptions.Builder connectTimeout(Duration timeout) {
        set.connectTimeout = Objects.requireNonNull(timeout, "connectTimeout");
        return self();
    }

    /**
     * Limits requests, confirmed publishes and subscriptions that have no timeout of their own: default 5 s.
     *
     * @param timeout more than zero, at most one hour
     * @return this
     */
    public ClientOptions.Builder requestTimeout(Duration timeout) {
        set.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
        return self();
    }

    /**
     * Bounds what waits for a broker that reads slowly: default {@link OutboundLimits#DEFAULT}. The cap must hold the
     * largest message beside the high watermark.
     *
     * @param outbound the bounds
     * @return this
     */
    public ClientOptions.Builder outbound(OutboundLimits outbound) {
        set.outbound = Objects.requireNonNull(outbound, "outbound");
        return self();
    }

    /**
     * Ends the connection if a frame that has begun is not whole in time: default 10 s.
     *
     * @param longest 1 ms to 24 hours
     * @return this
     * @throws IllegalArgumentException if it is out of its range
     */
    public ClientOptions.Builder frameTimeout(Duration longest) {
        return framePace(set.framePace.withTimeout(longest));
    }

    /**
     * Does the same, and sets what must come each second: default {@link FramePace#DEFAULT}.
     *
     * @param pace what the peer is held to
     * @return this
     */
    public ClientOptions.Builder framePace(FramePace pace) {
        set.framePace = Objects.requireNonNull(pace, "framePace");
        return self();
    }

    /**
     * Sets the TCP options: default {@link SocketOptions#DEFAULT}.
     *
     * @param socket the options; {@code pauseOnConnect} and {@code allowHalfOpen} are refused, since a client reads and
     *     closes by itself
     * @return this
     */
    public ClientOptions.Builder socket(SocketOptions socket) {
        set.socket = Objects.requireNonNull(socket, "socket");
        return self();
    }

    /**
     * Encrypts the connection, and verifies who the server is: default none, plain bytes.
     *
     * @param tls {@link TlsOptions#SYSTEM_TRUST}, or whom to trust; what only servers understand is refused by connect
     * @return this
     */
    public ClientOptions.Builder tls(TlsOptions tls) {
        set.tls = Objects.requireNonNull(tls, "tls");
        return self();
    }
}
