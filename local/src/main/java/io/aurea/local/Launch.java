package io.aurea.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one server is started.
 *
 * @param name also the name of its folder, log and pid file
 * @param data the stack's data folder
 * @param command program and arguments
 * @param environment added to that of this process
 * @param ready throws until the server answers
 * @param readyLimit how long that may take
 * @param grace how long it may take to stop before it is killed
 */
record Launch(
        String name,
        int port,
        Path data,
        List<String> command,
        Map<String, String> environment,
        Probe ready,
        Duration readyLimit,
        StopSignal stopSignal,
        Duration grace) {

    /**
     * Ctrl-C and a closed terminal reach the whole process group, yet the servers must stop in order: they leave the
     * group, and where there is no setsid they ignore both signals (a JVM keeps the dispositions it was started with).
     */
    private static final String DETACHED =
            "trap '' INT HUP; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; exec \"$@\"";

    /** One check of a starting server. */
    @FunctionalInterface
    interface Probe {
        void ask() throws Exception;
    }

    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    Path folder() {
        return data.resolve(name);
    }

    ServerLog log() {
        return new ServerLog(logFile(data, name));
    }

    PidFile pidFile() {
        return new PidFile(runFolder(data).resolve(name + PidFile.SUFFIX));
    }

    List<String> detachedCommand() {
        List<String> detached = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "sh"));
        detached.addAll(command);
        return detached;
    }

    static Path logFile(Path data, String name) {
        return data.resolve("logs").resolve(name + ".log");
    }

    static Path runFolder(Path data) {
        return data.resolve("run");
    }

    /** The java that runs this program. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
