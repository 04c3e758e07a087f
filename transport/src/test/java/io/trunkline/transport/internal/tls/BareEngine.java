package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** An engine without settings, for doubles that only wrap and unwrap. */
abstract class BareEngine extends SSLEngine {
    private final SSLSession session;
    private boolean client;

    BareEngine(boolean client, String protocol) {
        this.client = client;
        this.session = new NullSession(protocol);
    }

    abstract SSLEngineResult wrap(ByteBuffer plain, ByteBuffer out, int ignored) throws SSLException;

    abstract SSLEngineResult unwrap(ByteBuffer in, ByteBuffer plain, int ignored) throws SSLException;

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer out) throws SSLException {
        return wrap(from[offset], out, 0);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer in, ByteBuffer[] to, int offset, int length) throws SSLException {
        return unwrap(in, to[offset], 0);
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public void closeInbound() {}

    @Override
    public boolean isInboundDone() {
        return false;
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return new String[0];
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {}

    @Override
    public String[] getSupportedProtocols() {
        return new String[0];
    }

    @Override
    public String[] getEnabledProtocols() {
        return new String[0];
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {}

    @Override
    public SSLSession getSession() {
        return session;
    }

    @Override
    public void setUseClientMode(boolean mode) {
        client = mode;
    }

    @Override
    public boolean getUseClientMode() {
        return client;
    }

    @Override
    public void setNeedClientAuth(boolean need) {}

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public void setWantClientAuth(boolean want) {}

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {}

    @Override
    public boolean getEnableSessionCreation() {
        return false;
    }
}
