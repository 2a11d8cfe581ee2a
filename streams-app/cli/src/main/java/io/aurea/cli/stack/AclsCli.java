package io.aurea.cli.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.aurea.acl.AclLines;
import io.aurea.acl.ConnectWorker;
import io.aurea.acl.Grant;
import io.aurea.acl.Role;
import io.aurea.acl.RoleGrants;
import io.aurea.app.AppSettings;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.acl.AclBinding;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "acls",
        mixinStandardHelpOptions = true,
        header = "Prints the rights that each part needs on the brokers, as lines of kafka-acls.",
        description = {
            "",
            "For brokers that allow nothing by default. Each --principal-... names who logs in as that part, as the brokers"
                    + " call it: User:NAME with SASL, User:CN=... with a client certificate. Each may be given several times."
                    + " Only prints: look at it, then let a shell run it. The rights follow from the settings: application.id,"
                    + " group.protocol, and connector.* for the sink.",
            "",
            "Examples:",
            "  ./aurea acls --config aurea.properties --principal-app User:aurea --principal-publisher User:shop",
            "  ./aurea acls --config aurea.properties --principal-connect User:connect --worker worker.properties | sh",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  printed", "  2  a wrong flag or setting, a file that cannot be read"})
public final class AclsCli implements Callable<Integer> {

    /** How the rights are printed. */
    enum Format {
        KAFKA_ACLS("kafka-acls"),
        JSON("json");

        private final String label;

        Format(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(names = "--principal-app", paramLabel = "PRINCIPAL", description = "The app: run.")
    private List<String> app = List.of();

    @Option(names = "--principal-connect", paramLabel = "PRINCIPAL", description = "The Connect worker, for the sink.")
    private List<String> connect = List.of();

    @Option(
            names = "--principal-publisher",
            paramLabel = "PRINCIPAL",
            description = "Whoever publishes observations: send, ObservationPublisher.")
    private List<String> publisher = List.of();

    @Option(
            names = "--principal-executor",
            paramLabel = "PRINCIPAL",
            description = "Whoever carries out decisions: act, io.aurea.executor.")
    private List<String> executor = List.of();

    @Option(
            names = "--principal-operator",
            paramLabel = "PRINCIPAL",
            description = "Who answers the loop: approve, pause and the like, policy, brain, dead-letters, drain.")
    private List<String> operator = List.of();

    @Option(
            names = "--principal-admin",
            paramLabel = "PRINCIPAL",
            description = "Who sets up and takes away: topics, backup, restore, reset, clean, forget.")
    private List<String> admin = List.of();

    @Option(
            names = "--executor-group",
            paramLabel = "ID",
            defaultValue = "aurea-act",
            description = "Consumer group of executors. Default: ${DEFAULT-VALUE}.")
    private List<String> executorGroups = List.of();

    @Option(
            names = "--worker",
            paramLabel = "FILE",
            description = "Settings of the Connect worker in distributed mode: adds what it needs for itself.")
    private Path worker;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            defaultValue = "admin.properties",
            description = "The file that the printed lines name, with the login of who runs them."
                    + " Default: ${DEFAULT-VALUE}.")
    private String commandConfig;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "kafka-acls",
            converter = FormatConverter.class,
            description = "kafka-acls or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Override
    public Integer call() {
        Map<Role, List<String>> principals = principals();
        Installation at = servers.read();
        RoleGrants grants =
                new RoleGrants(at, executorGroups, Optional.ofNullable(worker).map(ConnectWorker::of));
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(json(principals, grants));
        } else {
            AclLines lines = new AclLines(String.join(",", brokers(at)), commandConfig);
            principals.forEach((role, names) ->
                    names.forEach(name -> lines.of(role, name, grants.of(role)).forEach(out::println)));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static List<String> brokers(Installation at) {
        return at.app().getList(AppSettings.BOOTSTRAP_SERVERS_CONFIG);
    }

    private Map<Role, List<String>> principals() {
        Map<Role, List<String>> given = new EnumMap<>(Map.of(
                Role.APP, app,
                Role.CONNECT, connect,
                Role.PUBLISHER, publisher,
                Role.EXECUTOR, executor,
                Role.OPERATOR, operator,
                Role.ADMIN, admin));
        given.values().removeIf(List::isEmpty);
        if (given.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no principal is given; allowed: at least one, such as --principal-app User:aurea");
        }
        given.forEach((role, names) -> names.forEach(name -> check(role, name)));
        if (worker != null && connect.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--worker is given without --principal-connect, whose rights it adds to");
        }
        return given;
    }

    private static void check(Role role, String name) {
        int colon = name.indexOf(':');
        if (name.lines().count() != 1 || colon < 1 || colon == name.length() - 1) {
            throw new UserError("--principal-%s is '%s'; allowed: a type and a name, such as User:aurea"
                    .formatted(role.label(), name));
        }
    }

    private static String json(Map<Role, List<String>> principals, RoleGrants grants) {
        ArrayNode all = new ObjectMapper().createArrayNode();
        principals.forEach((role, names) -> names.forEach(name -> {
            for (Grant grant : grants.of(role)) {
                for (AclBinding acl : grant.bindings(name)) {
                    all.addObject()
                            .put("role", role.label())
                            .put("principal", acl.entry().principal())
                            .put("host", acl.entry().host())
                            .put("permission", acl.entry().permissionType().name())
                            .put("operation", acl.entry().operation().name())
                            .put("resource_type", acl.pattern().resourceType().name())
                            .put("resource_name", acl.pattern().name())
                            .put("pattern_type", acl.pattern().patternType().name());
                }
            }
        }));
        return all.toPrettyString();
    }

    /** Takes the names that are printed. */
    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            for (Format format : Format.values()) {
                if (format.label.equals(value)) {
                    return format;
                }
            }
            throw new TypeConversionException("'" + value + "' is not a format; allowed: kafka-acls, json");
        }
    }
}
