package io.aurea.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program from Kafka's jars that logs to a file of bounded size. */
final class KafkaJvm {
    private static final String LOGGING = "log4j2.xml";

    private final List<String> command;

    /** @param name of the server; also of its folder and log in {@code data} */
    KafkaJvm(ServerFiles files, Path data, String name) {
        Path logging = data.resolve(name).resolve(LOGGING);
        SettingsFile.copyResource(LOGGING, logging);
        command = List.of(
                Launch.java(),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                // Digits in files and on the wire, whatever language the machine speaks.
                "-Duser.language=en",
                "-Dlog4j2.configurationFile=" + logging,
                "-Daurea.log.file=" + Launch.logFile(data, name),
                "-cp",
                files.kafkaClassPath());
    }

    List<String> command(List<String> jvmArguments, String mainClass, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(jvmArguments);
        all.add(mainClass);
        all.addAll(List.of(arguments));
        return all;
    }
}
