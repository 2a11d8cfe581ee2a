package io.aurea.cli.stack;

import io.aurea.cli.ExitCode;
import io.aurea.installation.SettingsReference;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        header = "Prints all settings with their defaults and meaning.",
        description = {
            "",
            "As a page in Markdown, which is docs/SETTINGS.md, or with --sample as a configuration file to start from, which"
                    + " is docs/aurea.properties.",
            "",
            "Example:",
            "  ./aurea settings --sample > aurea.properties",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  printed", "  2  a wrong flag"})
public final class SettingsCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--sample", description = "Print a configuration file instead of the page.")
    private boolean sample;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(sample ? SettingsReference.sample() : SettingsReference.page());
        out.flush();
        return ExitCode.DONE;
    }
}
