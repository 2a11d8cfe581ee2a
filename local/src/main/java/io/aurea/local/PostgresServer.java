package io.aurea.local;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server with one database, whose owner is the only role with a login.
 *
 * <p>Nobody can connect without a password: there is no Unix socket, and over TCP every role needs SCRAM; the superuser
 * has no password.
 */
public final class PostgresServer extends Server {
    private static final String NAME = "postgres";
    private static final String DATABASE = "aurea";
    private static final String OWNER = "aurea";
    private static final int PASSWORD_BYTES = 24;
    private static final int FORMER_LIMIT_S = 10;

    private final String password;

    private PostgresServer(Launch launch, String password) {
        super(launch);
        this.password = password;
    }

    /**
     * @param data the stack's data folder, of which this server uses {@code postgres}, {@code logs} and {@code run}
     * @param port to listen on; 0 for any free one
     */
    public static PostgresServer start(ServerFiles files, Path data, int port) {
        return start(files, data, port, LocalSettings.START_LIMIT);
    }

    static PostgresServer start(ServerFiles files, Path data, int port, Duration limit) {
        Path root = data.toAbsolutePath();
        PostgresFiles programs = new PostgresFiles(files);
        int chosen = port == 0 ? Ports.free() : port;
        Path cluster = root.resolve(NAME).resolve("data");
        ServerLog log = new ServerLog(Launch.logFile(root, NAME));
        String password = password(root.resolve(NAME).resolve("password"));
        List<String> user = unprivileged(log);
        FolderLayout.once(cluster, unfinished -> createCluster(programs, user, unfinished, password, log));
        awaitFormer(cluster.resolve("postmaster.pid"));
        return new PostgresServer(
                new Launch(
                        NAME,
                        chosen,
                        root,
                        command(programs, user, cluster, chosen),
                        Map.of(),
                        () -> requireAnswer(chosen, password),
                        limit,
                        StopSignal.INT,
                        Duration.ofSeconds(4)),
                password);
    }

    /**
     * A postmaster killed a moment ago keeps its pid until it is reaped, and the new one would take it for alive. After
     * the limit the pid is somebody else's, and PostgreSQL decides.
     */
    private static void awaitFormer(Path pidFile) {
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            ProcessHandle.of(pid).ifPresent(former -> former.onExit()
                    .completeOnTimeout(former, FORMER_LIMIT_S, TimeUnit.SECONDS)
                    .join());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new LocalStackException("cannot read %s: %s".formatted(pidFile, e.getMessage()), e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(port());
    }

    /** Owner of the database; may create roles, but is not a superuser. */
    public String user() {
        return OWNER;
    }

    public String password() {
        return password;
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
    }

    private static void createCluster(
            PostgresFiles programs, List<String> user, Path cluster, String password, ServerLog log) {
        List<String> initialise = new ArrayList<>(user);
        initialise.addAll(List.of(
                programs.program("initdb"),
                "--pgdata=" + cluster,
                "--username=postgres",
                "--auth-local=reject",
                "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        new ShortCommand("creating the PostgreSQL cluster", initialise, log).run("");

        List<String> single = new ArrayList<>(user);
        single.addAll(List.of(programs.program("postgres"), "--single", "-j", "-D", cluster.toString(), "postgres"));
        String roleAndDatabase = """
                CREATE ROLE %s LOGIN CREATEROLE PASSWORD '%s';

                CREATE DATABASE %s OWNER %s;

                """.formatted(OWNER, password, DATABASE, OWNER);
        new ShortCommand("creating the PostgreSQL database", single, log).run(roleAndDatabase);
    }

    private static List<String> command(PostgresFiles programs, List<String> user, Path cluster, int port) {
        List<String> command = new ArrayList<>(user);
        command.addAll(List.of(programs.program("postgres"), "-D", cluster.toString(), "-p", Integer.toString(port)));
        Map<String, String> settings = Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "timezone", "UTC",
                "log_timezone", "UTC",
                // Errors are logged without the statement: its text may be large, and may contain a password.
                "log_min_error_statement", "panic",
                "log_checkpoints", "off",
                "max_wal_size", "256MB");
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** PostgreSQL refuses to run as root. In a user namespace of its own it is not root, yet owns the same files. */
    private static List<String> unprivileged(ServerLog log) {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        new ShortCommand("PostgreSQL does not run as root, and 'unshare -U'", List.of("unshare", "-U", "true"), log)
                .run("");
        return List.of("unshare", "-U");
    }

    private static String password(Path file) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            Files.createDirectories(file.getParent());
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, password + "\n");
            Files.move(unfinished, file);
            return password;
        } catch (IOException e) {
            throw new LocalStackException("cannot keep the password in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireAnswer(int port, String password) throws Exception {
        Properties login = new Properties();
        login.setProperty("user", OWNER);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", "2");
        login.setProperty("socketTimeout", "5");
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port), login);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }
}
