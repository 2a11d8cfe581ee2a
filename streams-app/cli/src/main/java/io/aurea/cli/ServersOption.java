package io.aurea.cli;

import io.aurea.app.AppSettings;
import io.aurea.connector.ConnectConfig;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that name a command's servers: those of a stack that {@code aurea up} runs, or existing ones. */
public final class ServersOption extends ConfigOption {

    /** If any of these is set, the servers are those of the environment. */
    private static final List<String> ADDRESSES =
            List.of(AppSettings.BOOTSTRAP_SERVERS_CONFIG, DatabaseSettings.URL_CONFIG, ConnectConfig.URL_CONFIG);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--endpoints",
            paramLabel = "FILE",
            description =
                    "The endpoints file of a stack, as written by `aurea up`; AUREA_* variables are then not read."
                            + " Default, without --config and without addresses in AUREA_* variables: .aurea/endpoints.json in the"
                            + " working directory.")
    private Path endpoints;

    /** @param environment all variables of the environment */
    ServersOption(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Installation read() {
        if (endpoints != null && config() != null) {
            throw new ParameterException(
                    command.commandLine(), "--endpoints and --config are both given; allowed: one of them");
        }
        if (endpoints == null && (config() != null || inEnvironment())) {
            return super.read();
        }
        Path file = endpoints == null ? EndpointsFile.DEFAULT_FILE : endpoints;
        return new Installation(Settings.of(EndpointsFile.read(file).settings(file), flags()));
    }

    private boolean inEnvironment() {
        return ADDRESSES.stream().anyMatch(environment().values()::containsKey);
    }
}
