package io.trunkline.testing.tls;

import io.trunkline.testing.KeyType;
import io.trunkline.testing.TestCertificateBuilder;
import java.util.function.UnaryOperator;

/** What a server may show to a client that connects to a host, and whether that is right. */
enum ServerCase {
    NAME(true, "host.example.com", c -> c.dns("host.example.com")),
    NAME_IN_CAPITALS(true, "HOST.example.com", c -> c.dns("host.EXAMPLE.com")),
    ADDRESS(true, "10.0.0.5", c -> c.ip("10.0.0.5")),
    ADDRESS_OF_IPV6(true, "2001:db8::1", c -> c.ip("2001:db8::1")),
    WILDCARD(true, "host.example.com", c -> c.dns("*.example.com")),
    RSA_OF_2048(true, "host.example.com", c -> c.dns("host.example.com").key(KeyType.RSA_2048)),
    CURVE_P384(true, "host.example.com", c -> c.dns("host.example.com").key(KeyType.EC_P384)),
    INTERMEDIATES(true, "host.example.com", c -> c.dns("host.example.com").intermediates(2)),
    ANY_USE(true, "host.example.com", c -> c.dns("host.example.com").forAnyUse()),

    OTHER_NAME(false, "host.example.com", c -> c.dns("other.example.com")),
    OTHER_ADDRESS(false, "10.0.0.5", c -> c.ip("10.0.0.6")),
    ADDRESS_AS_NAME(false, "10.0.0.5", c -> c.dns("10.0.0.5")),
    WILDCARD_FOR_TWO_LEVELS(false, "a.host.example.com", c -> c.dns("*.example.com")),
    WILDCARD_FOR_ITS_PARENT(false, "example.com", c -> c.dns("*.example.com")),
    WILDCARD_OF_A_TOP_LEVEL(false, "example.com", c -> c.dns("*.com")),
    WILDCARD_INSIDE_OF_A_LABEL(false, "host.example.com", c -> c.dns("h*.example.com")),
    WILDCARD_ON_THE_RIGHT(false, "host.example.com", c -> c.dns("host.*.com")),
    COMMON_NAME_ONLY(false, "host.example.com", c -> c),
    COMMON_NAME_BESIDE_OTHERS(false, "host.example.com", c -> c.dns("other.example.com")),
    NUL_IN_NAME(false, "host.example.com", c -> c.dns("host.example.com\0.evil.com")),
    EXPIRED(false, "host.example.com", c -> c.dns("host.example.com").expired()),
    NOT_YET_VALID(false, "host.example.com", c -> c.dns("host.example.com").notYetValid()),
    SELF_SIGNED(false, "host.example.com", c -> c.dns("host.example.com").selfSigned()),
    FOR_CLIENTS(false, "host.example.com", c -> c.dns("host.example.com").forClients()),
    FOR_PROGRAMS(false, "host.example.com", c -> c.dns("host.example.com").forCodeSigning()),
    WEAK_KEY(false, "host.example.com", c -> c.dns("host.example.com").key(KeyType.RSA_1024)),
    DEEP_CHAIN(false, "host.example.com", c -> c.dns("host.example.com").intermediates(20)),
    HUGE(false, "host.example.com", c -> c.dns("host.example.com").padding(64 * 1024));

    final boolean accepted;
    final String host;

    @SuppressWarnings("ImmutableEnumChecker") // A function without state.
    final UnaryOperator<TestCertificateBuilder> form;

    ServerCase(boolean accepted, String host, UnaryOperator<TestCertificateBuilder> form) {
        this.accepted = accepted;
        this.host = host;
        this.form = form;
    }
}
