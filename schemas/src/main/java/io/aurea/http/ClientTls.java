package io.aurea.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Builds the TLS context from Kafka's own settings, so that every store type Kafka knows works here too. */
public final class ClientTls {

    private ClientTls() {}

    /**
     * @param ssl Kafka's {@code ssl.*} settings, parsed
     * @param server the server the client talks to, for the message
     * @throws KafkaException when a store cannot be read
     */
    public static SSLContext context(Map<String, Object> ssl, String server) {
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(ssl);
            Object identification = ssl.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
            boolean anyHost =
                    identification == null || identification.toString().isEmpty();
            return anyHost ? anyHostContext(factory, ssl) : factory.sslContext();
        } catch (GeneralSecurityException e) {
            throw new KafkaException("No TLS context for " + server + ": " + e.getMessage(), e);
        }
    }

    /**
     * The JDK's HTTP client always asks for the host name to be checked, and its trust manager does so unless another
     * one wraps it.
     */
    private static SSLContext anyHostContext(DefaultSslEngineFactory factory, Map<String, Object> ssl)
            throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(factory.truststore());
        TrustManager[] anyHost = Arrays.stream(trust.getTrustManagers())
                .map(manager -> manager instanceof X509TrustManager x509 ? new AnyHostTrustManager(x509) : manager)
                .toArray(TrustManager[]::new);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        Object password = ssl.get(SslConfigs.SSL_KEY_PASSWORD_CONFIG) == null
                ? ssl.get(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG)
                : ssl.get(SslConfigs.SSL_KEY_PASSWORD_CONFIG);
        keys.init(
                factory.keystore(),
                password == null ? null : ((Password) password).value().toCharArray());
        SSLContext context = SSLContext.getInstance((String) ssl.get(SslConfigs.SSL_PROTOCOL_CONFIG));
        context.init(keys.getKeyManagers(), anyHost, null);
        return context;
    }

    /** Checks the chain and not the host name. */
    private static final class AnyHostTrustManager extends X509ExtendedTrustManager {

        private final X509TrustManager chain;

        AnyHostTrustManager(X509TrustManager chain) {
            this.chain = chain;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type) throws CertificateException {
            chain.checkClientTrusted(certificates, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket)
                throws CertificateException {
            chain.checkClientTrusted(certificates, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
                throws CertificateException {
            chain.checkClientTrusted(certificates, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type) throws CertificateException {
            chain.checkServerTrusted(certificates, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket)
                throws CertificateException {
            chain.checkServerTrusted(certificates, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
                throws CertificateException {
            chain.checkServerTrusted(certificates, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return chain.getAcceptedIssuers();
        }
    }
}
