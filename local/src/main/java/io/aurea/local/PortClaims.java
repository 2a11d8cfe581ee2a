package io.aurea.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Ports that this stack may listen on and no other stack of this user will choose, for as long as this is open. A port is free
 * until its server listens; two stacks that start together would choose the same, and one would talk to the other's servers.
 */
final class PortClaims implements AutoCloseable {
    private static final Path FOLDER =
            Path.of(System.getProperty("java.io.tmpdir"), "aurea-ports-" + System.getProperty("user.name"));

    private static final int ATTEMPTS = 4;

    private final List<FolderLock> locks = new ArrayList<>();
    private final Ports ports;

    /**
     * Claims these ports, with each taken, repeated or unset one replaced.
     *
     * @throws LocalStackException if there are none, or the folder of the claims cannot be used
     */
    PortClaims(Ports wanted) {
        this.ports = wanted.available(this::claim);
    }

    private synchronized boolean claim(int port) {
        try {
            Optional<FolderLock> lock = FolderLock.take(FOLDER.resolve(Integer.toString(port)));
            lock.ifPresent(locks::add);
            return lock.isPresent();
        } catch (IOException e) {
            throw new LocalStackException("cannot claim ports in %s: %s".formatted(FOLDER, e.getMessage()), e);
        }
    }

    /**
     * Starts a server on this port, and on another one if somebody has taken that between choice and start.
     *
     * @param start throws {@link PortTakenException} if it cannot have the port
     * @throws PortTakenException after several of them
     */
    <S> S start(int port, StartProgress progress, IntFunction<S> start) {
        int next = port;
        for (int attempt = 1; ; attempt++) {
            try {
                return start.apply(next);
            } catch (PortTakenException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
                next = Ports.free(this::claim);
                progress.report(taken.getMessage().lines().findFirst().orElse("") + "; trying port " + next);
            }
        }
    }

    Ports ports() {
        return ports;
    }

    @Override
    public void close() {
        for (FolderLock lock : locks) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new LocalStackException("cannot give a port back: " + e.getMessage(), e);
            }
        }
    }
}
