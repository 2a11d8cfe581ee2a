package io.aurea.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files with secrets: mode 600 from the first byte where the file system has modes, and written atomically; and folders with
 * data, mode 700.
 */
public final class PrivateFile {

    private PrivateFile() {}

    /** Makes the folder if need be, and takes from others what rights they have in it. */
    public static void folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        PosixFileAttributeView modes = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (modes != null) {
            modes.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Replaces the file atomically. A reader sees the old content or the new, even after a power failure. */
    public static void write(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        // createTempFile gives mode 600 on POSIX file systems.
        Path fresh = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
