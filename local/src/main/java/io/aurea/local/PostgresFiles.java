package io.aurea.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked on first use beside their archive. */
final class PostgresFiles {
    private static final int EXECUTABLE = 0100;

    private final Path bin;

    PostgresFiles(ServerFiles files) {
        Path archive = files.postgresArchive();
        String name = archive.getFileName().toString().replace(".txz", "");
        Path unpacked = archive.resolveSibling(name);
        if (!Files.exists(unpacked)) {
            unpackOnce(archive, unpacked);
        }
        bin = unpacked.resolve("bin");
    }

    String program(String name) {
        return bin.resolve(name).toString();
    }

    /** May be called by several builds or tests at once: one unpacks, the others wait. */
    private static synchronized void unpackOnce(Path archive, Path folder) {
        Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Released when the channel closes.
            channel.lock();
            FolderLayout.once(folder, unfinished -> unpack(archive, unfinished));
        } catch (IOException e) {
            throw new LocalStackException("cannot lock %s: %s".formatted(lockFile, e.getMessage()), e);
        }
    }

    private static void unpack(Path archive, Path folder) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(file))) {
            Files.createDirectories(folder);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = entry.resolveIn(folder);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    boolean executable = (entry.getMode() & EXECUTABLE) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        } catch (IOException e) {
            throw new LocalStackException("cannot unpack %s: %s".formatted(archive, e.getMessage()), e);
        }
    }
}
