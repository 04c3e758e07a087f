package io.trunkline.server.internal.admission;

import io.trunkline.server.Refusal;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.internal.AcceptGate;
import io.trunkline.transport.internal.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets sockets in or not, before a byte of them is read, for all listeners of one server together.
 *
 * <pre>{@code
 * denied? ─▶ all connections taken? ─▶ this machine's own? ── yes, and not told otherwise ─▶ in
 *                                              └ no ─▶ the address's connections, handshakes, rate ─▶ in
 * }</pre>
 *
 * <p>Thread-safe. Who is refused is counted, and told to observers.
 */
public final class Doorkeeper implements AcceptGate {
    /**
     * What it goes by. Immutable.
     *
     * @param rules which addresses may connect at all
     * @param connections of the server
     * @param perAddress what one address may have
     * @param limitLoopback whether that holds for this machine itself too
     */
    public record Orders(AddressRules rules, int connections, AddressLimits perAddress, boolean limitLoopback) {}

    private final Orders orders;
    private final Ticker ticker;
    private final Observation observation;
    private final AddressTable addresses;
    private final AtomicInteger inside = new AtomicInteger();

    /**
     * Begins with nobody inside.
     *
     * @param orders what it goes by
     * @param ticker for rates
     * @param observation told of everyone who is refused
     */
    public Doorkeeper(Orders orders, Ticker ticker, Observation observation) {
        this.orders = orders;
        this.ticker = ticker;
        this.observation = observation;
        this.addresses = new AddressTable(orders.perAddress());
    }

    @Override
    public boolean tryEnter(InetSocketAddress remote, boolean handshake) {
        InetAddress address = remote.getAddress();
        if (!orders.rules().permits(address)) {
            return refused(Refusal.Reason.ADDRESS_DENIED, remote, "a rule keeps this address out");
        }
        if (inside.incrementAndGet() > orders.connections()) {
            inside.decrementAndGet();
            return refused(
                    Refusal.Reason.CONNECTIONS,
                    remote,
                    "the server has all its " + orders.connections() + " connections");
        }
        AddressTable.Verdict verdict = isExempt(address)
                ? AddressTable.Verdict.IN
                : addresses.tryEnter(AddressKey.of(address), handshake, ticker.nanos());
        if (verdict == AddressTable.Verdict.IN) {
            return true;
        }
        inside.decrementAndGet();
        return refused(reason(verdict), remote, text(verdict));
    }

    private boolean isExempt(InetAddress address) {
        return !orders.limitLoopback() && AddressKey.isLoopback(address);
    }

    private boolean refused(Refusal.Reason reason, InetSocketAddress remote, String text) {
        observation.refused(reason, remote, text);
        return false;
    }

    private static Refusal.Reason reason(AddressTable.Verdict verdict) {
        return switch (verdict) {
            case CONNECTIONS -> Refusal.Reason.CONNECTIONS_OF_ADDRESS;
            case HANDSHAKES -> Refusal.Reason.HANDSHAKES_OF_ADDRESS;
            default -> Refusal.Reason.CONNECTION_RATE;
        };
    }

    private String text(AddressTable.Verdict verdict) {
        AddressLimits limits = orders.perAddress();
        return switch (verdict) {
            case CONNECTIONS -> "the address has all its " + limits.connections() + " connections";
            case HANDSHAKES -> "the address has all its " + limits.handshakes() + " handshakes under way";
            default -> "the address connects more often than it may";
        };
    }

    @Override
    public void opened(InetSocketAddress remote) {
        if (!isExempt(remote.getAddress())) {
            addresses.opened(AddressKey.of(remote.getAddress()));
        }
    }

    @Override
    public void left(InetSocketAddress remote, boolean inHandshake) {
        inside.decrementAndGet();
        if (!isExempt(remote.getAddress())) {
            addresses.left(AddressKey.of(remote.getAddress()), inHandshake, ticker.nanos());
        }
    }

    /**
     * Counts who is inside.
     *
     * @return connections, those in their handshake included
     */
    public int inside() {
        return inside.get();
    }

    /** The table of addresses; for tests. */
    AddressTable addresses() {
        return addresses;
    }
}
