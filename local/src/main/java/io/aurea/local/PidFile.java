package io.aurea.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Records a running server on disk, so that the next start can stop it if its parent was killed.
 *
 * <p>One line: process id, start instant, stop signal. The instant distinguishes a process from a later one with the
 * same id.
 */
record PidFile(Path file) {
    static final String SUFFIX = ".pid";

    private static final Pattern LINE = Pattern.compile("(\\d+) (\\d+) (TERM|INT)\\s*");
    /** Linux derives the start instant from a boot time in whole seconds, which moves when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** A process named by a pid file that is still running. */
    record Leftover(ProcessHandle process, StopSignal signal) {}

    void write(ProcessHandle process, StopSignal signal) {
        long started = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "%d %d %s%n".formatted(process.pid(), started, signal));
        } catch (IOException e) {
            throw new LocalStackException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LocalStackException("cannot delete %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The process this file names, if it is still that process. */
    Optional<Leftover> leftover() {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalStackException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            // Truncated when its writer died.
            return Optional.empty();
        }
        Instant started = Instant.ofEpochMilli(Long.parseLong(line.group(2)));
        return ProcessHandle.of(Long.parseLong(line.group(1)))
                .filter(ProcessTermination::runs)
                .filter(process -> process.info()
                        .startInstant()
                        .map(instant -> Duration.between(started, instant).abs().compareTo(TOLERANCE) <= 0)
                        .orElse(false))
                .map(process -> new Leftover(process, StopSignal.valueOf(line.group(3))));
    }

    /**
     * Stops every process named by a pid file in this folder, and deletes the files.
     *
     * @return names of the servers that were still running
     */
    static List<String> endLeftovers(Path folder, Duration grace) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<String> ended = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            // Sorted by name, which puts Connect first: it uses the others.
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                PidFile pidFile = new PidFile(file);
                pidFile.leftover().ifPresent(leftover -> {
                    ProcessTermination.inOrder(leftover.process(), leftover.signal(), grace);
                    ended.add(file.getFileName().toString().replace(SUFFIX, ""));
                });
                pidFile.delete();
            }
        } catch (IOException e) {
            throw new LocalStackException("cannot read %s: %s".formatted(folder, e.getMessage()), e);
        }
        return ended;
    }
}
