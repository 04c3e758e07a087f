package io.trunkline.transport;

import java.io.Serializable;
import java.util.Objects;

/**
 * Names a host and a port, without resolving the name.
 *
 * <p>Immutable.
 *
 * @param host a host name or an IP address; an IPv6 address without brackets
 * @param port 1 to 65535, or 0 where a free port is to be chosen
 */
public record Endpoint(String host, int port) implements Serializable {
    private static final int MAX_PORT = 65_535;
    /** The decimal digits of 65535; a bound before anything is converted. */
    private static final int MAX_PORT_DIGITS = 5;

    /**
     * Checks the parts.
     *
     * @param host as above
     * @param port as above
     * @throws IllegalArgumentException if the host is empty, has blanks or brackets, or the port is out of range
     */
    public Endpoint {
        Objects.requireNonNull(host, "host");
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '[' || c == ']')) {
            throw new IllegalArgumentException(
                    "host is a name or an address without blanks and brackets: '" + host + "'");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port is 0 to " + MAX_PORT + ": " + port);
        }
    }

    /**
     * Reads {@code host:port} or {@code [v6]:port}.
     *
     * @param text for example {@code localhost:8081} or {@code [::1]:8081}
     * @return the endpoint
     * @throws IllegalArgumentException if the text is neither; the message shows it
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw malformed(text);
        }
        return new Endpoint(parseHost(text, colon), parsePort(text, colon + 1));
    }

    private static String parseHost(String text, int colon) {
        if (text.charAt(0) == '[') {
            if (text.charAt(colon - 1) != ']' || colon < 3) {
                throw malformed(text);
            }
            return text.substring(1, colon - 1);
        }
        if (text.indexOf(':') != colon) {
            throw malformed(text); // A bare IPv6 address: where its port begins cannot be told.
        }
        return text.substring(0, colon);
    }

    private static int parsePort(String text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > MAX_PORT_DIGITS) {
            throw malformed(text);
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed(text);
            }
            port = port * 10 + (c - '0');
        }
        return port;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("an endpoint is host:port or [v6]:port: '" + text + "'");
    }

    /**
     * Shows what {@link #parse} reads.
     *
     * @return {@code host:port}, with brackets around an IPv6 address
     */
    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
