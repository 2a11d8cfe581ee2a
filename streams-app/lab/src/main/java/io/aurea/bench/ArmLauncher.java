package io.aurea.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs an arm in a JVM of its own, with the heap and the collector that {@code ./aurea up} gives the app. */
final class ArmLauncher {
    private static final long LIMIT_MINUTES = 22;

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();

    /** @param folder for the processes' task and result files */
    ArmLauncher(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalStateException with what the process printed, when it fails */
    Passes run(String name, ArmProcess.ArmTask task) throws IOException, InterruptedException {
        Path told = folder.resolve(name + ".task.json");
        Path answer = folder.resolve(name + ".json");
        Path output = folder.resolve(name + ".log");
        json.writeValue(told.toFile(), task);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ArmProcess.class.getName(),
                        told.toString(),
                        answer.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        name + " failed: " + Files.readString(output).strip());
            }
        } finally {
            process.destroyForcibly();
        }
        return json.readValue(answer.toFile(), Passes.class);
    }
}
