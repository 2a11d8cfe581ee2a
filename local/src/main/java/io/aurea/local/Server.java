package io.aurea.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server in a child process, which answers requests once its {@code start} returns.
 *
 * <p>It keeps its data and its port across {@link #stop()} or {@link #kill()} and {@link #restart()}. Nothing stops the
 * child when this JVM ends: whoever starts a server closes it. Thread-safe.
 */
public abstract sealed class Server implements AutoCloseable
        permits KafkaServer, RegistryServer, ConnectServer, PostgresServer {
    private static final long POLL_MILLIS = 100;

    private final Launch launch;
    private Process process;
    private boolean wanted;

    Server(Launch launch) {
        this.launch = launch;
        start();
    }

    public final String name() {
        return launch.name();
    }

    public final int port() {
        return launch.port();
    }

    /** Process id of the running server, or of the last one. */
    public final synchronized long pid() {
        return process.pid();
    }

    /** Why the server is dead although nobody stopped it: its name, exit code and log file. */
    public final synchronized Optional<String> failure() {
        return wanted && !process.isAlive()
                ? Optional.of("%s ended with exit code %d, see %s"
                        .formatted(name(), process.exitValue(), launch.log().file()))
                : Optional.empty();
    }

    /** Kills the server and its children with SIGKILL, like a crash. {@link #failure()} then reports it. */
    public final synchronized void kill() {
        ProcessTermination.atOnce(process.toHandle());
        forget();
    }

    /** Shuts the server down, and kills it if that takes longer than a few seconds. Harmless when it is not running. */
    public final synchronized void stop() {
        wanted = false;
        if (process.isAlive()) {
            ProcessTermination.inOrder(process.toHandle(), launch.stopSignal(), launch.grace());
        }
        forget();
    }

    /**
     * Starts the server again on its port and data; stops it first if it is running.
     *
     * @throws LocalStackException if it does not answer in time
     */
    public final synchronized void restart() {
        stop();
        start();
    }

    /** The same as {@link #stop()}. */
    @Override
    public final void close() {
        stop();
    }

    private void forget() {
        // The process has ended; this waits until the JVM knows its exit code.
        process.onExit().join();
        launch.pidFile().delete();
    }

    private synchronized void start() {
        ServerLog log = launch.log();
        log.prepare();
        long logStart = log.size();
        ProcessBuilder builder = new ProcessBuilder(launch.detachedCommand())
                .directory(launch.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        Map<String, String> environment = builder.environment();
        environment.putAll(launch.environment());
        try {
            Files.createDirectories(launch.folder());
            process = builder.start();
        } catch (IOException e) {
            throw new LocalStackException("%s cannot be started: %s".formatted(name(), e.getMessage()), e);
        }
        try {
            launch.pidFile().write(process.toHandle(), launch.stopSignal());
            awaitReady(log, logStart);
            wanted = true;
        } finally {
            if (!wanted) {
                stop();
            }
        }
    }

    private void awaitReady(ServerLog log, long logStart) {
        long deadline = System.nanoTime() + launch.readyLimit().toNanos();
        while (true) {
            try {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (log.saysPortTaken(logStart)) {
                        throw new PortTakenException(
                                "%s cannot listen on port %d of 127.0.0.1, which another program has taken, see %s%s"
                                        .formatted(name(), port(), log.file(), log.tailSince(logStart)));
                    }
                    throw new LocalStackException("%s ended with exit code %d while starting, see %s%s"
                            .formatted(name(), process.exitValue(), log.file(), log.tailSince(logStart)));
                }
                launch.ready().ask();
                return;
            } catch (LocalStackException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalStackException("%s was interrupted while starting".formatted(name()), e);
            } catch (Exception notYet) {
                if (System.nanoTime() > deadline && process.isAlive()) {
                    throw new LocalStackException(
                            "%s did not answer on port %d within %d ms (%s), see %s%s"
                                    .formatted(
                                            name(),
                                            port(),
                                            launch.readyLimit().toMillis(),
                                            notYet.getMessage(),
                                            log.file(),
                                            log.tailSince(logStart)),
                            notYet);
                }
            }
        }
    }
}
