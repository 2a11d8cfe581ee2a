package io.aurea.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Ends processes and their descendants. */
final class ProcessTermination {
    private static final Duration KILL_WAIT = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 20;

    private ProcessTermination() {}

    /** Asks by signal, waits at most {@code grace}, then kills. Returns when the process is gone. */
    static void inOrder(ProcessHandle process, StopSignal signal, Duration grace) {
        signal.sendTo(process);
        if (!gone(List.of(process), grace)) {
            atOnce(process);
        }
    }

    /** Sends SIGKILL to the process and its descendants, which would otherwise live on as orphans. */
    static void atOnce(ProcessHandle process) {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        if (!gone(family, KILL_WAIT)) {
            throw new LocalStackException("process %d does not end, not even on SIGKILL".formatted(process.pid()));
        }
    }

    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean gone(List<ProcessHandle> processes, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        boolean interrupted = false;
        while (processes.stream().anyMatch(ProcessTermination::runs)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                // Carries on: a server left behind is worse than a late interrupt.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** A dead orphan stays in the process table if the machine's init does not reap it (some containers). */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The state follows the program's name, which is in parentheses and may hold any character.
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // It ended while it was read.
            return false;
        }
    }
}
