package io.trunkline.transport.internal.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes everything; an extended one, to whose word the JDK adds no check of its own. */
final class Credulous extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
