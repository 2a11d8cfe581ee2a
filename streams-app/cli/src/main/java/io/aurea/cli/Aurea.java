package io.aurea.cli;

import io.aurea.cli.lab.BenchCli;
import io.aurea.cli.lab.DetectCli;
import io.aurea.cli.lab.EvaluateCli;
import io.aurea.cli.lab.LabCli;
import io.aurea.cli.letters.DeadLettersCli;
import io.aurea.cli.operate.AcceptCommand;
import io.aurea.cli.operate.AckCommand;
import io.aurea.cli.operate.ActCli;
import io.aurea.cli.operate.ApproveCommand;
import io.aurea.cli.operate.AutonomyCommand;
import io.aurea.cli.operate.CloseCommand;
import io.aurea.cli.operate.DryRunCommand;
import io.aurea.cli.operate.ForgetCli;
import io.aurea.cli.operate.MaintenanceCommand;
import io.aurea.cli.operate.PauseCommand;
import io.aurea.cli.operate.RejectCommand;
import io.aurea.cli.operate.ResumeCommand;
import io.aurea.cli.policy.PolicyCli;
import io.aurea.cli.publish.DrainCli;
import io.aurea.cli.publish.SendCli;
import io.aurea.cli.read.BrainCli;
import io.aurea.cli.read.DecisionsCli;
import io.aurea.cli.read.GoalsCli;
import io.aurea.cli.read.IncidentsCli;
import io.aurea.cli.read.LearningsCli;
import io.aurea.cli.read.PatternsCli;
import io.aurea.cli.read.SqlCli;
import io.aurea.cli.read.StatusCli;
import io.aurea.cli.read.TopologyCli;
import io.aurea.cli.stack.AclsCli;
import io.aurea.cli.stack.BackupCli;
import io.aurea.cli.stack.CleanCli;
import io.aurea.cli.stack.ConnectorsCli;
import io.aurea.cli.stack.MigrateCli;
import io.aurea.cli.stack.PruneCli;
import io.aurea.cli.stack.ResetCli;
import io.aurea.cli.stack.RestoreCli;
import io.aurea.cli.stack.RunCli;
import io.aurea.cli.stack.SettingsCli;
import io.aurea.cli.stack.TopicsCli;
import io.aurea.cli.stack.UpCli;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command: dispatches to the subcommand and prints its failures. */
@Command(
        name = "aurea",
        mixinStandardHelpOptions = true,
        versionProvider = Aurea.Version.class,
        header = "AUREA Streams: an autonomic control loop as a Kafka pipeline.",
        description = {
            "",
            "Services publish observations. AUREA turns them into windowed trends and cycles of success, latency and"
                    + " errors, and keeps their history in PostgreSQL for analysts.",
            "",
            "A first run, from two terminals:",
            "  ./aurea up",
            "  ./aurea sql 'SELECT * FROM aurea_cycle_metrics ORDER BY timestamp DESC LIMIT 5'",
            "",
            "On your own servers: topics create, migrate, connectors apply, run; each with --config FILE.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  partly done; stderr or the last line says what is missing",
            "  2  nothing done: a wrong flag or value, a missing file, an unreachable server; one line on stderr",
            "",
            "AUREA_DEBUG=1 adds stack traces to errors and shows the libraries' warnings."
        })
public final class Aurea extends CommandGroup {
    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            UpCli.class,
            RunCli.class,
            TopicsCli.class,
            AclsCli.class,
            MigrateCli.class,
            ConnectorsCli.class,
            BackupCli.class,
            RestoreCli.class,
            PruneCli.class,
            ResetCli.class,
            CleanCli.class,
            SettingsCli.class,
            SendCli.class,
            DrainCli.class,
            SqlCli.class,
            StatusCli.class,
            TopologyCli.class,
            IncidentsCli.class,
            DecisionsCli.class,
            PatternsCli.class,
            GoalsCli.class,
            LearningsCli.class,
            BrainCli.class,
            DeadLettersCli.class,
            ApproveCommand.class,
            RejectCommand.class,
            AckCommand.class,
            CloseCommand.class,
            AcceptCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            AutonomyCommand.class,
            MaintenanceCommand.class,
            DryRunCommand.class,
            ForgetCli.class,
            PolicyCli.class,
            ActCli.class,
            DetectCli.class,
            BenchCli.class,
            EvaluateCli.class,
            LabCli.class);

    /** Commands that need what is not in a production image: the one-machine stack, the shop, the benchmark. */
    private static final Set<Class<?>> OF_THE_LAB =
            Set.of(UpCli.class, BenchCli.class, EvaluateCli.class, LabCli.class);

    private static final String IN_THE_LAB = "io.aurea.shop.Shop";

    public static void main(String[] args) {
        // Numbers in settings, addresses and output are for programs, and for people in one language.
        Locale.setDefault(Locale.ROOT);
        Map<String, String> environment = System.getenv();
        boolean debug = "1".equals(environment.get("AUREA_DEBUG"));
        if (debug) {
            Logging.toStandardError();
        }
        System.exit(commandLine(Terminal.of(environment), environment, debug).execute(args));
    }

    /** The whole command tree. Tests give it their own writers through picocli. */
    static CommandLine commandLine(Terminal terminal, Map<String, String> environment, boolean debug) {
        ErrorLine errors = new ErrorLine(debug);
        CommandLine commandLine = new CommandLine(new Aurea(), new SurroundingsFactory(terminal, environment));
        boolean withLab = isPresent(IN_THE_LAB);
        for (Class<?> command : COMMANDS) {
            if (withLab || !OF_THE_LAB.contains(command)) {
                commandLine.addSubcommand(command);
            }
        }
        return commandLine
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(false);
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, Aurea.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Gives the commands the terminal they print on, and the environment they take settings from. */
    private record SurroundingsFactory(Terminal terminal, Map<String, String> environment)
            implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Terminal.class})) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(terminal));
                }
            }
            if (type == ActCli.class) {
                return type.cast(new ActCli(environment));
            } else if (type == ConfigOption.class) {
                return type.cast(new ConfigOption(environment));
            } else if (type == ServersOption.class) {
                return type.cast(new ServersOption(environment));
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Aurea.class.getPackage().getImplementationVersion();
            return new String[] {
                "aurea %s (Java %s)".formatted(built == null ? "(not from a jar)" : built, Runtime.version())
            };
        }
    }
}
