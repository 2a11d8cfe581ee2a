package io.aurea.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** Files that a server reads when it starts; rewritten each time. */
final class SettingsFile {
    private SettingsFile() {}

    static void write(Path file, Properties settings) {
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                settings.store(writer, "Written at each start; changes here are lost.");
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    static void copyResource(String name, Path file) {
        try (InputStream resource = SettingsFile.class.getResourceAsStream(name)) {
            Files.createDirectories(file.getParent());
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static LocalStackException cannotWrite(Path file, IOException e) {
        return new LocalStackException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
}
