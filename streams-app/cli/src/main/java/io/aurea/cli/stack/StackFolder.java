package io.aurea.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.cli.DurationConverter;
import io.aurea.cli.PrivateFile;
import io.aurea.cli.TimeSource;
import io.aurea.cli.UserError;
import io.aurea.local.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The data folder of a stack, locked by one {@code aurea up} at a time. Its {@code stack.json} keeps what must not
 * change while there is data; {@code secrets.json} keeps generated secrets.
 */
final class StackFolder implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    /** Readable by the owner only. PostgreSQL has its folder for itself, and may run as another user. */
    private static final List<String> OF_OWNER = List.of("kafka", "registry", "connect", "logs");

    private static final int SECRET_BYTES = 24;
    private static final String STACK_FILE = "stack.json";
    private static final String CLOCK = "clock";
    private static final String CYCLE_MS = "cycle_ms";
    private static final String GRACE_MS = "grace_ms";
    private static final String WRITER_PASSWORD = "writer_password";
    private static final String READER_PASSWORD = "reader_password";
    private static final String HTTP_TOKEN = "http_token";

    private final Path folder;
    private final FolderLock lock;

    /** The time settings of the stored windows. */
    record Time(TimeSource clock, Duration cycle, Duration grace) {}

    /** Passwords of the sink's and the analysts' roles, and the operator's token for the API. */
    record Secrets(String writerPassword, String readerPassword, String httpToken) {}

    private StackFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Creates the folder if needed and locks it.
     *
     * @throws UserError if another process holds it, or it cannot be written
     */
    static StackFolder open(Path data) {
        Path folder = data.toAbsolutePath().normalize();
        Path file = folder.resolve("up.pid");
        try {
            Optional<FolderLock> lock = FolderLock.take(file);
            if (lock.isEmpty()) {
                throw new UserError(
                        "--data %s is in use by the stack of process %s; stop that one, or name another folder"
                                .formatted(folder, FolderLock.holder(file)));
            }
            for (String own : OF_OWNER) {
                PrivateFile.folder(folder.resolve(own));
            }
            return new StackFolder(folder, lock.get());
        } catch (IOException failed) {
            throw new UserError("--data %s cannot be used: %s".formatted(folder, failed), failed);
        }
    }

    Path path() {
        return folder;
    }

    Path logs() throws IOException {
        return Files.createDirectories(folder.resolve("logs"));
    }

    /**
     * Compares the stack's time settings with those of the data in the folder, if there is any.
     *
     * @throws UserError if they differ
     */
    void requireSame(Time time) throws IOException {
        JsonNode kept = read(folder.resolve(STACK_FILE));
        if (kept != null) {
            same("--clock", kept.path(CLOCK).asText(), time.clock().text());
            same("--cycle", duration(kept, CYCLE_MS), DurationConverter.text(time.cycle()));
            same("--grace", duration(kept, GRACE_MS), DurationConverter.text(time.grace()));
        }
    }

    /** Binds the folder to these settings; called before the first record can be written. */
    void bind(Time time) throws IOException {
        ObjectNode settings = JSON.createObjectNode()
                .put(CLOCK, time.clock().text())
                .put(CYCLE_MS, time.cycle().toMillis())
                .put(GRACE_MS, time.grace().toMillis());
        PrivateFile.write(folder.resolve(STACK_FILE), JSON.writeValueAsBytes(settings));
    }

    private static String duration(JsonNode kept, String field) {
        return DurationConverter.text(Duration.ofMillis(kept.path(field).asLong()));
    }

    private void same(String flag, String kept, String wanted) {
        if (!kept.equals(wanted)) {
            throw new UserError(
                    "%s is %s, but the data in %s was created with %s %s; use that, or another --data folder"
                            .formatted(flag, wanted, folder, flag, kept));
        }
    }

    /** The secrets of this folder; missing ones are generated and stored. */
    Secrets secrets() throws IOException {
        Path file = folder.resolve("secrets.json");
        JsonNode found = read(file);
        ObjectNode kept = found == null ? JSON.createObjectNode() : (ObjectNode) found;
        boolean fresh = false;
        for (String secret : List.of(WRITER_PASSWORD, READER_PASSWORD, HTTP_TOKEN)) {
            if (!kept.hasNonNull(secret)) {
                kept.put(secret, secret());
                fresh = true;
            }
        }
        if (fresh) {
            PrivateFile.write(file, JSON.writeValueAsBytes(kept));
        }
        return new Secrets(
                kept.path(WRITER_PASSWORD).asText(),
                kept.path(READER_PASSWORD).asText(),
                kept.path(HTTP_TOKEN).asText());
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException firstStart) {
            return null;
        }
    }

    private static String secret() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
