package io.aurea.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs to completion, such as the one that lays out a server's data folder. */
final class ShortCommand {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String purpose;
    private final List<String> command;
    private final ServerLog log;

    /** @param log receives the program's output */
    ShortCommand(String purpose, List<String> command, ServerLog log) {
        this.purpose = purpose;
        this.command = List.copyOf(command);
        this.log = log;
    }

    /** @throws LocalStackException unless the program ends with exit code 0 within a minute */
    void run(String input) {
        log.prepare();
        long logStart = log.size();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                    .start();
            try {
                try (var stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new LocalStackException("%s took longer than %d s, see %s%s"
                            .formatted(purpose, LIMIT.toSeconds(), log.file(), log.tailSince(logStart)));
                }
            } finally {
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw new LocalStackException("%s failed with exit code %d, see %s%s"
                        .formatted(purpose, process.exitValue(), log.file(), log.tailSince(logStart)));
            }
        } catch (IOException e) {
            throw new LocalStackException("%s failed: %s".formatted(purpose, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("%s was interrupted".formatted(purpose), e);
        }
    }
}
