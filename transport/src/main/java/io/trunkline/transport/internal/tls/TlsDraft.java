package io.trunkline.transport.internal.tls;

import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.PostQuantum;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a builder of options has been told so far. Caller-confined.
 *
 * <p>{@link #build} turns it into a setup; after that it holds no password any more but that of a key in a file.
 */
public final class TlsDraft {
    private final List<TlsPlan.OwnKey> own = new ArrayList<>();
    private final List<TrustSource> authorities = new ArrayList<>();
    private @Nullable Password keyPassword;
    private @Nullable SSLContext context;
    private ClientCertificates clients = ClientCertificates.NONE;
    private String minVersion;
    private List<String> ciphers;
    private List<String> groups;
    private List<String> alpn;
    private PostQuantum postQuantum;
    private @Nullable String serverName;
    private @Nullable Duration reloadEvery;
    private boolean anyCertificate;
    private boolean anyHostName;

    /** Starts from the defaults. */
    public TlsDraft() {
        this(TlsProtocol.DEFAULT);
    }

    private TlsDraft(TlsProtocol protocol) {
        minVersion = protocol.minVersion();
        ciphers = protocol.ciphers();
        groups = protocol.groups();
        alpn = protocol.alpn();
        postQuantum = protocol.postQuantum();
    }

    /** Starts from what another has become. */
    public TlsDraft(TlsPlan plan) {
        this(plan.protocol());
        if (plan.own() != null) {
            own.add(plan.own().copy());
        }
        TrustPlan trust = plan.trust();
        authorities.addAll(trust.sources());
        clients = trust.clients();
        serverName = trust.serverName();
        anyCertificate = trust.anyCertificate();
        anyHostName = trust.anyHostName();
        context = plan.context();
        reloadEvery = plan.reloadEvery();
    }

    public void certificate(CertificateSource source) {
        own.add(new TlsPlan.OwnKey(source, null));
    }

    public void keyStore(KeyStore store, char[] password) {
        own.add(new TlsPlan.OwnKey(new CertificateSource.OfStore(store), new Password(password)));
    }

    public void keyPassword(char[] password) {
        keyPassword = new Password(password);
    }

    public void context(SSLContext given) {
        context = given;
    }

    public void trust(Path file) {
        authorities.add(TrustSource.file(file));
    }

    public void trust(String pem) {
        authorities.add(TrustSource.text(pem));
    }

    public void clients(ClientCertificates wanted) {
        clients = wanted;
    }

    public void minVersion(String version) {
        minVersion = version;
    }

    public void ciphers(String... suites) {
        ciphers = List.of(suites);
    }

    public void groups(String... names) {
        groups = List.of(names);
    }

    public void alpn(String... protocols) {
        alpn = List.of(protocols);
    }

    public void postQuantum(PostQuantum mode) {
        postQuantum = mode;
    }

    public void serverName(String name) {
        serverName = name;
    }

    public void reloadEvery(Duration period) {
        reloadEvery = period;
    }

    public void anyCertificate() {
        anyCertificate = true;
    }

    public void anyHostName() {
        anyHostName = true;
    }

    /** Checks, reads and tries everything; blocks. */
    public TlsSetup build() {
        TlsPlan plan = new TlsPlan(
                TlsPlan.OwnKey.one(own, keyPassword),
                new TrustPlan(authorities, clients, anyCertificate, anyHostName, serverName),
                new TlsProtocol(minVersion, ciphers, groups, alpn, postQuantum),
                context,
                reloadEvery);
        TlsSetup setup;
        try {
            setup = TlsSetup.of(plan);
        } catch (RuntimeException e) {
            plan.forgetPassword(); // The draft has its own, for another try.
            throw e;
        }
        forgetPasswords(setup.plan());
        return setup;
    }

    /** Keeps what a second build needs: the source as it is now, which has its own copy of a password, or none. */
    private void forgetPasswords(TlsPlan built) {
        own.forEach(TlsPlan.OwnKey::wipe);
        own.clear();
        if (keyPassword != null) {
            keyPassword.wipe();
            keyPassword = null;
        }
        if (built.own() != null) {
            own.add(built.own().copy());
        }
    }
}
