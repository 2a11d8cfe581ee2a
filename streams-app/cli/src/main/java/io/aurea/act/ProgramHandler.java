package io.aurea.act;

import io.aurea.executor.Result;
import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Runs a local program, without a shell and with nothing on its stdin. Exit code 0 is success; the end of its output is
 * the text of the outcome. At the limit it is killed, with its children, and nobody knows what it did. It does not get
 * the variables AUREA_*, which may hold passwords.
 */
final class ProgramHandler implements Handler {
    /** How much of a program's output is kept, from the end: errors come last. */
    static final int KEPT_BYTES = 1_500;

    private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

    private final Path program;
    private final List<String> arguments;
    private final Duration limit;

    ProgramHandler(Path program, List<String> arguments, Duration limit) {
        this.program = program;
        this.arguments = List.copyOf(arguments);
        this.limit = limit;
    }

    @Override
    public Result handle(Decision decision) throws IOException, InterruptedException {
        return run(field -> field.of(decision));
    }

    @Override
    public Result handle(IncidentNews news, Incident incident) throws IOException, InterruptedException {
        return run(field -> field.of(news, incident));
    }

    private Result run(Function<Placeholder, String> values) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        for (String argument : arguments) {
            line.add(Placeholder.in(argument).map(values).orElse(argument));
        }
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AUREA_"));
        Process process = builder.start();
        process.getOutputStream().close();
        Tail tail = new Tail(process.getInputStream());
        tail.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return Result.timedOut("%s did not end within %d ms and was killed%s"
                        .formatted(program.getFileName(), limit.toMillis(), tail.said(Duration.ZERO)));
            }
            int code = process.exitValue();
            String text = "%s ended with %d%s".formatted(program.getFileName(), code, tail.said(LAST_OUTPUT));
            return code == 0 ? Result.succeeded(text) : Result.failed(text);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads all of a program's output and keeps its end. */
    private static final class Tail extends Thread {
        private final InputStream from;
        private final byte[] ring = new byte[KEPT_BYTES];
        private long read;

        Tail(InputStream from) {
            super("aurea-command-output");
            this.from = from;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] block = new byte[8192];
            try (from) {
                for (int n = from.read(block); n >= 0; n = from.read(block)) {
                    keep(block, n);
                }
            } catch (IOException closed) {
                // The program was killed: its output so far is kept.
            }
        }

        private synchronized void keep(byte[] block, int length) {
            for (int i = 0; i < length; i++) {
                ring[(int) (read++ % ring.length)] = block[i];
            }
        }

        /** The output after this time, for the end of a sentence; a child may hold the stream open for longer. */
        String said(Duration wait) throws InterruptedException {
            if (!wait.isZero()) {
                join(wait.toMillis());
            }
            return text();
        }

        private synchronized String text() {
            int length = (int) Math.min(read, ring.length);
            byte[] last = new byte[length];
            for (int i = 0; i < length; i++) {
                last[i] = ring[(int) ((read - length + i) % ring.length)];
            }
            String text = new String(last, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ": " + (read > length ? "..." : "") + text;
        }
    }
}
