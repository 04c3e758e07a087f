package io.trunkline.benchmarks.macro.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.trunkline.benchmarks.macro.Identity;
import io.trunkline.benchmarks.macro.Scenario;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 by the JDK's engine, as ours. Thread-safe. */
final class NettyTls {
    private static final String PROTOCOL = "TLSv1.3";

    private final Scenario scenario;
    private final SslContext context;

    private NettyTls(Scenario scenario, SslContext context) {
        this.scenario = scenario;
        this.context = context;
    }

    /** Null where nothing is encrypted. */
    static @Nullable NettyTls server(Scenario scenario) {
        if (!scenario.isEncrypted()) {
            return null;
        }
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(Identity.keyStore(), Identity.password());
            return new NettyTls(
                    scenario,
                    SslContextBuilder.forServer(keys)
                            .sslProvider(SslProvider.JDK)
                            .protocols(PROTOCOL)
                            .build());
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null where nothing is encrypted. */
    static @Nullable NettyTls client(Scenario scenario) {
        return scenario.isEncrypted() ? new NettyTls(scenario, clientContext()) : null;
    }

    private static SslContext clientContext() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOL)
                    .trustManager(Identity.certificate())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable SslHandler accepted(@Nullable NettyTls tls, ByteBufAllocator allocator) {
        return tls == null ? null : tls.context.newHandler(allocator);
    }

    /** Where handshakes are measured each has a context of its own, or they would be resumptions. */
    static @Nullable SslHandler connecting(
            @Nullable NettyTls tls, ByteBufAllocator allocator, InetSocketAddress server) {
        if (tls == null) {
            return null;
        }
        SslContext fresh = tls.scenario.kind() == Scenario.Kind.HANDSHAKE ? clientContext() : tls.context;
        return fresh.newHandler(allocator, server.getAddress().getHostAddress(), server.getPort());
    }
}
