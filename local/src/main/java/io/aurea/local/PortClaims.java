package io.aurea.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ports that this stack may listen on and no other stack of this user will choose, for as long as this is open. A port is free
 * until its server listens; two stacks that start together would choose the same, and one would talk to the other's servers.
 */
final class PortClaims implements AutoCloseable {
    private static final Path FOLDER =
            Path.of(System.getProperty("java.io.tmpdir"), "aurea-ports-" + System.getProperty("user.name"));

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

    private boolean claim(int port) {
        try {
            Optional<FolderLock> lock = FolderLock.take(FOLDER.resolve(Integer.toString(port)));
            lock.ifPresent(locks::add);
            return lock.isPresent();
        } catch (IOException e) {
            throw new LocalStackException("cannot claim ports in %s: %s".formatted(FOLDER, e.getMessage()), e);
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
