package io.aurea.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/** The ports a stack should listen on, 0 to 65535; 0 stands for any free one. */
public record Ports(int kafka, int registry, int connect, int postgres) {
    public static final Ports DEFAULT = new Ports(9092, 8081, 8083, 5433);
    public static final Ports FREE = new Ports(0, 0, 0, 0);

    /** Below Linux's range for outgoing connections, so that none of those takes the port first. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    public Ports {
        requirePort("kafka", kafka);
        requirePort("registry", registry);
        requirePort("connect", connect);
        requirePort("postgres", postgres);
    }

    /** The same ports, with each taken, repeated or unset one replaced by a free one. Nothing reserves them. */
    public Ports available() {
        return available(port -> true);
    }

    /** @param claim asked for each port before it is chosen, after everything else */
    Ports available(IntPredicate claim) {
        Set<Integer> chosen = new HashSet<>();
        return new Ports(
                choose(kafka, chosen, claim),
                choose(registry, chosen, claim),
                choose(connect, chosen, claim),
                choose(postgres, chosen, claim));
    }

    /** A port of the loopback interface that nobody listens on. */
    static int free() {
        return free(port -> true);
    }

    static int free(IntPredicate claim) {
        return choose(0, new HashSet<>(), claim);
    }

    /** The same, and none of those already chosen. */
    static int freeBeside(Set<Integer> chosen) {
        return choose(0, new HashSet<>(chosen), port -> true);
    }

    private static int choose(int wanted, Set<Integer> chosen, IntPredicate claim) {
        int port = wanted;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (port != 0 && !chosen.contains(port) && isFree(port) && claim.test(port)) {
                chosen.add(port);
                return port;
            }
            port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
        }
        throw new LocalStackException("no free port found between %d and %d".formatted(LOWEST, HIGHEST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // A port whose last connections are still in TIME_WAIT counts as free, as it does for the servers.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void requirePort(String server, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port of %s is %d, allowed are 0 to 65535".formatted(server, port));
        }
    }
}
