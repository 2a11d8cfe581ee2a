package io.aurea.registry;

import static io.aurea.registry.StubRegistry.POLICY_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

    private static final String PASSWORD = "changeit";

    private static Path here;
    private static Path elsewhere;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        here = keyStore(folder.resolve("here.p12"), "ip:127.0.0.1");
        elsewhere = keyStore(folder.resolve("elsewhere.p12"), "dns:elsewhere.example");
    }

    @Test
    void shouldTrustTheCertificateInTheTruststore() throws Exception {
        try (StubRegistry stub = tls(here, false)) {
            assertThat(client(stub, trusting(here)).byId(1).getName()).isEqualTo("Policy");
        }
    }

    @Test
    void shouldRefuseACertificateNobodyTrusts() throws Exception {
        try (StubRegistry stub = tls(here, false)) {
            assertUnavailable(stub, trusting(elsewhere));
            assertUnavailable(stub, Map.of());
        }
    }

    @Test
    void shouldCheckTheHostNameUnlessToldOtherwise() throws Exception {
        try (StubRegistry stub = tls(elsewhere, false)) {
            assertUnavailable(stub, trusting(elsewhere));

            Map<String, String> anyHost = new HashMap<>(trusting(elsewhere));
            anyHost.put("schema.registry.ssl.endpoint.identification.algorithm", "");
            assertThat(client(stub, anyHost).byId(1).getName()).isEqualTo("Policy");

            Map<String, String> anyHostUntrusted = new HashMap<>(anyHost);
            anyHostUntrusted.put("schema.registry.ssl.truststore.location", here.toString());
            assertUnavailable(stub, anyHostUntrusted);
        }
    }

    @Test
    void shouldShowItsOwnCertificateWhenAsked() throws Exception {
        try (StubRegistry stub = tls(here, true)) {
            assertUnavailable(stub, trusting(here));

            Map<String, String> identified = new HashMap<>(trusting(here));
            identified.put("schema.registry.ssl.keystore.location", here.toString());
            identified.put("schema.registry.ssl.keystore.password", PASSWORD);
            identified.put("schema.registry.ssl.keystore.type", "PKCS12");
            assertThat(client(stub, identified).byId(1).getName()).isEqualTo("Policy");

            identified.put("schema.registry.ssl.key.password", PASSWORD);
            identified.put("schema.registry.ssl.endpoint.identification.algorithm", "");
            assertThat(client(stub, identified).byId(1).getName()).isEqualTo("Policy");
        }
    }

    private static void assertUnavailable(StubRegistry stub, Map<String, String> settings) {
        int before = stub.requests().size();
        assertThatThrownBy(() -> client(stub, settings).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("https://" + stub.hostAndPort());
        assertThat(stub.requests()).hasSize(before);
    }

    private static RegistryClient client(StubRegistry stub, Map<String, String> settings) {
        Map<String, Object> configs = new HashMap<>(settings);
        configs.put("schema.registry.url", "https://" + stub.hostAndPort());
        configs.put("max.retries", 0);
        return RegistryClient.create(configs);
    }

    private static Map<String, String> trusting(Path store) {
        return Map.of(
                "schema.registry.ssl.truststore.location",
                store.toString(),
                "schema.registry.ssl.truststore.password",
                PASSWORD,
                "schema.registry.ssl.truststore.type",
                "PKCS12");
    }

    private static StubRegistry tls(Path store, boolean needClient) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        identity.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(needClient);
                parameters.setSSLParameters(ssl);
            }
        });
        return new StubRegistry(server).then(200, POLICY_ANSWER);
    }

    /** A store with one self-signed key, which serves as keystore and as truststore. */
    private static Path keyStore(Path file, String subjectAlternativeName) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=" + subjectAlternativeName,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return file;
    }
}
