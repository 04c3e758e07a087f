package io.trunkline.testing.tls;

import io.trunkline.testing.KeyType;
import io.trunkline.testing.TestCertificateBuilder;
import java.util.function.UnaryOperator;

/** What a client may show to a server that asks for a certificate, and whether that is right. Input 112. */
enum ClientCase {
    FOR_CLIENTS(Outcome.ACCEPTED, TestCertificateBuilder::forClients),
    RSA_OF_2048(Outcome.ACCEPTED, c -> c.forClients().key(KeyType.RSA_2048)),
    ANY_USE(Outcome.ACCEPTED, TestCertificateBuilder::forAnyUse),
    INTERMEDIATES(Outcome.ACCEPTED, c -> c.forClients().intermediates(2)),

    EXPIRED(Outcome.REFUSED, c -> c.forClients().expired()),
    NOT_YET_VALID(Outcome.REFUSED, c -> c.forClients().notYetValid()),
    SELF_SIGNED(Outcome.REFUSED, c -> c.forClients().selfSigned()),
    FOR_SERVERS(Outcome.REFUSED, TestCertificateBuilder::forServers),
    FOR_PROGRAMS(Outcome.REFUSED, TestCertificateBuilder::forCodeSigning),
    WEAK_KEY(Outcome.REFUSED, c -> c.forClients().key(KeyType.RSA_1024)),

    DEEP_CHAIN(Outcome.NOT_EVEN_READ, c -> c.forClients().intermediates(20)),
    HUGE(Outcome.NOT_EVEN_READ, c -> c.forClients().padding(64 * 1024));

    enum Outcome {
        ACCEPTED,
        /** By what it says: a server that only requests certificates goes on. */
        REFUSED,
        /** By its size, whatever it says: nobody goes on. */
        NOT_EVEN_READ
    }

    final Outcome outcome;

    @SuppressWarnings("ImmutableEnumChecker") // A function without state.
    final UnaryOperator<TestCertificateBuilder> form;

    ClientCase(Outcome outcome, UnaryOperator<TestCertificateBuilder> form) {
        this.outcome = outcome;
        this.form = form;
    }
}
