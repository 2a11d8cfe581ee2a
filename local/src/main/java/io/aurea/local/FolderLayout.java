package io.aurea.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Creates folders atomically: absent or complete. */
final class FolderLayout {
    private FolderLayout() {}

    /**
     * Lays {@code folder} out unless it exists. What an interrupted start left behind is deleted: the layout is made
     * beside the folder and takes its name only when done.
     */
    static void once(Path folder, Consumer<Path> layout) {
        if (Files.exists(folder)) {
            return;
        }
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        try {
            delete(unfinished);
            Files.createDirectories(folder.getParent());
            layout.accept(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalStackException("cannot write %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
