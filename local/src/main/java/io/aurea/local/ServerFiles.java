package io.aurea.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The servers' own files, as the build unpacks them.
 *
 * @param folder holds {@code kafka}, {@code registry-VERSION} and {@code postgres-VERSION}
 */
public record ServerFiles(Path folder) {
    /** System property that names the root of the project. */
    public static final String HOME_PROPERTY = "aurea.home";

    private static final String VERSIONS = "versions.properties";

    public ServerFiles {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * The files that this project's build has unpacked.
     *
     * @throws LocalStackException if {@value #HOME_PROPERTY} is not set
     */
    public static ServerFiles ofHome() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new LocalStackException(
                    "system property %s is not set, it names the root of the project".formatted(HOME_PROPERTY));
        }
        return new ServerFiles(Path.of(home, "local", "servers", "target", "servers"));
    }

    /** Class path of the broker, its tools and the Connect worker. */
    String kafkaClassPath() {
        Path file = require(folder.resolve("kafka").resolve("classpath"));
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new LocalStackException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    Path registryJar() {
        return only(folder.resolve("registry-" + version("registry")), "*-runner.jar");
    }

    Path postgresArchive() {
        return only(folder.resolve("postgres-" + version("postgres")), "*.txz");
    }

    /** The version that this program was built with; there may be files of others. */
    private static String version(String server) {
        Properties versions = new Properties();
        try (InputStream resource = ServerFiles.class.getResourceAsStream(VERSIONS)) {
            versions.load(resource);
        } catch (IOException e) {
            throw new LocalStackException("cannot read %s: %s".formatted(VERSIONS, e.getMessage()), e);
        }
        return versions.getProperty(server);
    }

    private static Path only(Path folder, String glob) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(require(folder), glob)) {
            for (Path file : found) {
                return file;
            }
        } catch (IOException e) {
            throw new LocalStackException("cannot read %s: %s".formatted(folder, e.getMessage()), e);
        }
        throw missing(folder.resolve(glob));
    }

    private static Path require(Path path) {
        if (!Files.exists(path)) {
            throw missing(path);
        }
        return path;
    }

    private static LocalStackException missing(Path path) {
        return new LocalStackException("%s is missing; build the module 'local' to unpack it".formatted(path));
    }
}
