package io.aurea.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flag by which a command finds its stack. */
final class EndpointsOption {

    @Option(
            names = "--endpoints",
            paramLabel = "FILE",
            description = "The endpoints file of the stack, as `aurea up` wrote it. Default: .aurea/endpoints.json in"
                    + " the working folder.")
    private Path file = Endpoints.DEFAULT_FILE;

    Endpoints read() {
        return Endpoints.read(file);
    }

    Path file() {
        return file;
    }
}
