package io.aurea.status;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The API's port, bound before there is anything to serve: Kafka Streams needs to know the port, and a port in use
 * should be reported at once.
 */
public final class Listener implements AutoCloseable {
    /** Without a byte in either direction. */
    private static final long IDLE_MS = 30_000;

    private final HttpSettings settings;
    private final ServerSocketChannel channel;

    private Listener(HttpSettings settings, ServerSocketChannel channel) {
        this.settings = settings;
        this.channel = channel;
    }

    /** @throws IllegalStateException when the port is taken */
    public static Listener open(HttpSettings settings) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.bind(new InetSocketAddress(settings.host(), settings.port()));
                return new Listener(settings, channel);
            } catch (IOException | RuntimeException taken) {
                channel.close();
                throw taken;
            }
        } catch (IOException taken) {
            throw new IllegalStateException(
                    "cannot listen on http.port %d of http.host %s: %s"
                            .formatted(settings.port(), settings.host(), taken.getMessage()),
                    taken);
        }
    }

    HttpSettings settings() {
        return settings;
    }

    /** The port listened on. */
    public int port() {
        return channel.socket().getLocalPort();
    }

    /**
     * {@code application.server}, its address for other instances.
     *
     * @throws ConfigException if it is required and not set
     */
    public String server() {
        return settings.server(port());
    }

    /** Its address on this machine. */
    String url() {
        return settings.url(port());
    }

    private Optional<SSLContext> tls() {
        return settings.tls() ? Optional.of(settings.sslContext()) : Optional.empty();
    }

    /** @param told of each connection */
    Connector connector(Server server, HttpConfiguration http, Connections told) {
        http.setSendServerVersion(false);
        ServerConnector connector = tls().map(context -> {
                    SecureRequestCustomizer names = new SecureRequestCustomizer();
                    // The gate checks the Host header, against all our names.
                    names.setSniHostCheck(false);
                    http.addCustomizer(names);
                    SslContextFactory.Server ssl = new SslContextFactory.Server();
                    ssl.setSslContext(context);
                    return new ServerConnector(server, ssl, new HttpConnectionFactory(http));
                })
                .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
        connector.addBean(told);
        connector.setIdleTimeout(IDLE_MS);
        try {
            connector.open(channel);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return connector;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is closed in any case.
        }
    }
}
