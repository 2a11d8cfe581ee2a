package io.aurea.act;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds the programs that a handlers file allows. */
final class Program {

    private Program() {}

    /**
     * @param name an absolute path, or a name without slashes
     * @param path folders to search, in the form of the variable PATH; may be null
     * @throws IllegalArgumentException if the program does not exist or is not executable
     */
    static Path find(String name, String path) {
        if (name.startsWith("/")) {
            return runnable(name);
        } else if (name.isEmpty() || name.contains("/")) {
            throw refused(name, "an absolute path, or the name of a program in PATH");
        }
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            // An empty entry means the working folder, where anybody may have put something.
            if (folder.startsWith("/")) {
                Path there = Path.of(folder, name);
                if (isRunnable(there)) {
                    return there;
                }
            }
        }
        throw refused(name, "a program in PATH, " + path);
    }

    private static Path runnable(String name) {
        try {
            Path there = Path.of(name);
            if (isRunnable(there)) {
                return there;
            }
        } catch (InvalidPathException noPath) {
            throw refused(name, "a path");
        }
        throw refused(name, "an executable file");
    }

    private static boolean isRunnable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static IllegalArgumentException refused(String name, String allowed) {
        return new IllegalArgumentException("allow has '" + name + "'; allowed: " + allowed);
    }
}
