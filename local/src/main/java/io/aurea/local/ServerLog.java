package io.aurea.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The log file of one server, with everything it logs and prints. */
record ServerLog(Path file) {
    /** Servers that roll their own logs use this size too. */
    static final int MAX_MEGABYTES = 10;

    private static final int TAIL_BYTES = 32 * 1024;
    private static final int TAIL_LINES = 8;

    /** In the words of the JVM, of Quarkus and of PostgreSQL. */
    private static final Pattern PORT_TAKEN =
            Pattern.compile("Address already in use|BindException|Port \\d+ .*in use|could not bind");

    private static final Predicate<String> STACK_FRAME =
            line -> line.startsWith("\tat ") || line.startsWith("\t...") || line.isBlank();

    /** Creates the folder and rolls a full log; one older file is kept. */
    void prepare() {
        try {
            Files.createDirectories(file.getParent());
            if (size() > MAX_MEGABYTES * 1024L * 1024L) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new LocalStackException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new LocalStackException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Whether the server has complained since that somebody else listens on one of its ports. */
    boolean saysPortTaken(long offset) {
        try {
            return PORT_TAKEN.matcher(since(offset)).find();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private String since(long offset) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(offset > channel.size() ? 0 : offset, channel.size() - TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** The last lines written after {@code offset}, without stack frames, each indented; empty when there are none. */
    String tailSince(long offset) {
        try {
            List<String> lines =
                    since(offset).lines().filter(STACK_FRAME.negate()).toList();
            return lines.stream()
                    .skip(Math.max(0, lines.size() - TAIL_LINES))
                    .map(line -> "\n    " + line)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return "\n    (%s cannot be read: %s)".formatted(file, e.getMessage());
        }
    }
}
