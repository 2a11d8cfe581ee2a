package io.aurea.cli;

import io.aurea.installation.Installation;
import io.aurea.settings.Settings;
import io.aurea.settings.SettingsLayer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that name existing servers. */
public class ConfigOption {

    private final SettingsLayer environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings of existing servers, as Java properties; docs/SETTINGS.md lists them. AUREA_* variables"
                            + " override the file: AUREA_BOOTSTRAP_SERVERS is bootstrap.servers.")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, which overrides file and variables. May be given several times.")
    private final Map<String, String> flags = new LinkedHashMap<>();

    /** @param environment all variables of the environment */
    ConfigOption(Map<String, String> environment) {
        this.environment = SettingsLayer.environment(environment);
    }

    final Path config() {
        return config;
    }

    final SettingsLayer environment() {
        return environment;
    }

    final SettingsLayer flags() {
        return SettingsLayer.flags(flags);
    }

    /**
     * The installation that the flags and the environment describe.
     *
     * @throws io.aurea.settings.SettingsException for an unreadable file or an unknown setting
     */
    public Installation read() {
        return new Installation(
                config == null
                        ? Settings.of(environment, flags())
                        : Settings.of(SettingsLayer.file(config), environment, flags()));
    }
}
