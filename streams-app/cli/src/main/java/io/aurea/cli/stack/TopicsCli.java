package io.aurea.cli.stack;

import io.aurea.app.AppSettings;
import io.aurea.app.BrokerFeatures;
import io.aurea.app.StreamsGroup;
import io.aurea.cli.Changes;
import io.aurea.cli.CommandGroup;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.topic.SchemaCatalogue;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicComparison;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        header = "Creates the topics and schemas, or compares them with the catalogue.",
        description = {
            "",
            "Examples:",
            "  ./aurea topics create --config aurea.properties",
            "  ./aurea topics describe --config aurea.properties",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "Commands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  done", "  1  describe found differences", "  2  nothing done; one line on stderr says why"},
        subcommands = {TopicsCli.Create.class, TopicsCli.Describe.class})
public final class TopicsCli extends CommandGroup {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static SchemaCatalogue schemas(Installation at) {
        return new SchemaCatalogue(at.registryClient(Map.of()), at.serdeConfig().subjectNameStrategy(false));
    }

    /** The group whose settings the brokers keep; none with the classic protocol. */
    private static Optional<StreamsGroup> group(Admin admin, AppSettings app) {
        return app.groupProtocol().equals("streams") ? Optional.of(new StreamsGroup(admin, app)) : Optional.empty();
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            header = "Creates missing topics and registers missing schemas.",
            description = {
                "",
                "Creates each topic of the catalogue that does not exist, registers the schemas of all topics, and with"
                        + " group.protocol=streams sets the group's standby replicas. Prints what changed. A topic that"
                        + " exists is never changed: where it differs from the catalogue, stderr says so.",
                "",
                "Example:",
                "  ./aurea topics create --config aurea.properties",
                ""
            },
            footerHeading = "%nExit codes:%n",
            footer = {
                "  0  all topics and schemas are there, whether something changed or not",
                "  2  a wrong flag or setting, an unreachable server, a schema that the registry refuses"
            })
    static final class Create implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ServersOption servers;

        @Override
        public Integer call() {
            Installation at = servers.read();
            PrintWriter out = spec.commandLine().getOut();
            List<String> changes = new ArrayList<>();
            try (Admin admin = Servers.admin(at, "topics")) {
                BrokerFeatures features = BrokerFeatures.of(admin);
                features.refusal().ifPresent(reason -> {
                    throw new UserError(reason);
                });
                features.warning().ifPresent(spec.commandLine().getErr()::println);
                TopicAdmin topics = new TopicAdmin(admin, at.topics(), TIMEOUT);
                topics.createMissing().forEach(topic -> changes.add("topic " + topic + ": created"));
                group(admin, at.app()).flatMap(StreamsGroup::apply).ifPresent(changes::add);
                changes.addAll(schemas(at).registerAll());
                Changes.print(out, "topics and schemas", changes);
                topics.differences().forEach(spec.commandLine().getErr()::println);
                return ExitCode.DONE;
            } catch (KafkaException failed) {
                // Changes so far are reported, since they remain.
                changes.forEach(out::println);
                out.flush();
                throw new UserError("not all topics and schemas are there: " + Servers.reason(failed), failed);
            }
        }
    }

    @Command(
            name = "describe",
            mixinStandardHelpOptions = true,
            header = "Shows the catalogue of topics next to what the brokers have.",
            description = {
                "",
                "Prints each property of each topic, as the catalogue wants it and as the brokers have it; - where"
                        + " the brokers decide. Differences, including those of the schemas, are repeated on stderr.",
                "",
                "Example:",
                "  ./aurea topics describe --config aurea.properties",
                ""
            },
            footerHeading = "%nExit codes:%n",
            footer = {
                "  0  brokers and registry are as the catalogue wants them",
                "  1  they differ; stderr says where",
                "  2  a wrong flag or setting, an unreachable server"
            })
    static final class Describe implements Callable<Integer> {

        private static final List<ResultTable.Column> COLUMNS = List.of(
                new ResultTable.Column("topic", false),
                new ResultTable.Column("property", false),
                new ResultTable.Column("catalogue", false),
                new ResultTable.Column("brokers", false));

        private final Terminal terminal;

        @Spec
        private CommandSpec spec;

        @Mixin
        private ServersOption servers;

        Describe(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            Installation at = servers.read();
            try (Admin admin = Servers.admin(at, "topics")) {
                List<TopicComparison> topics = new TopicAdmin(admin, at.topics(), TIMEOUT).compare();
                PrintWriter out = spec.commandLine().getOut();
                new ResultTable(COLUMNS, topics.stream().map(Describe::row).toList(), false)
                        .print(out, terminal.columns());
                out.flush();
                List<String> differences = new ArrayList<>(topics.stream()
                        .filter(TopicComparison::differs)
                        .map(TopicComparison::describe)
                        .toList());
                group(admin, at.app()).flatMap(StreamsGroup::difference).ifPresent(differences::add);
                differences.addAll(schemas(at).differences());
                differences.forEach(spec.commandLine().getErr()::println);
                return differences.isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
            } catch (KafkaException failed) {
                throw new UserError("topics and schemas cannot be described: " + Servers.reason(failed), failed);
            }
        }

        private static List<String> row(TopicComparison property) {
            return Arrays.asList(property.topic(), property.property(), property.wanted(), property.found());
        }
    }
}
