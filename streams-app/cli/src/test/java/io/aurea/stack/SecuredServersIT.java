package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.fixture.AppProcess;
import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.ConfiguredAurea;
import io.aurea.fixture.Executor;
import io.aurea.fixture.FailingCart;
import io.aurea.fixture.InjectsFaults;
import io.aurea.fixture.PrintedRights;
import io.aurea.fixture.ProcessArguments;
import io.aurea.fixture.SecuredServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole loop on servers that demand passwords and certificates, with the rights that are printed and no others: they
 * suffice, those that are taken away again are missed by name, and nothing shows a secret. With the faults, since it takes rights
 * away from what runs.
 */
@InjectsFaults
@Tag("long")
class SecuredServersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SINK = "/connectors/aurea-postgres-sink";
    private static final String SHOPS_OBSERVATIONS =
            "SELECT sum(observations_count) FROM aurea_cycle_metrics WHERE tenant_id = 'shop'";
    private static final String GUESSED =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"admin\" password=\"guessed\";";

    private final Instant begin = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);

    @TempDir
    private Path folder;

    /** What was printed and answered, but for the files of logs. */
    private final List<String> seen = new ArrayList<>();

    /** So that one run tells of every right that is not missed. */
    private final SoftAssertions each = new SoftAssertions();

    private SecuredServers servers;
    private PrintedRights rights;
    private ConfiguredAurea admin;
    private ConfiguredAurea operator;
    private ConfiguredAurea publisher;
    private ConfiguredAurea fixer;
    private ConfiguredAurea loop;

    @Test
    void shouldRunWithThePrintedRightsMissEachThatIsTakenAwayAndShowNoSecret() throws Exception {
        try (SecuredServers started = SecuredServers.start(folder)) {
            servers = started;
            admin = servers.admin();
            publisher = servers.program("shop");
            fixer = servers.program("executor");
            // So that it is missed within seconds.
            loop = servers.reader(
                    "app", "main.consumer.session.timeout.ms=6000", "main.consumer.heartbeat.interval.ms=1000");
            setUp();
            try (AppProcess app = loop.app(folder.resolve("state"))) {
                app.awaitReady();
                operator = servers.reader("operator", "http.urls=" + app.httpUrl());
                heal();
                look(app);
                keepHouse(app);
                assertStrangersAreRefused();
                missTheRightsOfThoseAround();
                missed(
                        "The streams app stopped by itself: Not authorized to access topics: [aurea.commands]",
                        taken("app", READ, TOPIC, "aurea.commands"),
                        () -> ended(app.process()));
            }
            assertThat(backup()).contains("tables: ", "topics: ", "groups: ");
            missTheRightsOfAStart();
            beginAnew();
            assertNoSecret();
            each.assertAll();
        }
    }

    private void setUp() throws Exception {
        rights = PrintedRights.of(printedRights());
        assertThat(rights.users()).hasSize(6);
        servers.broker().allow(rights.all());
        missed(
                "topic aurea.goals: Authorization failed; `aurea acls` prints",
                taken("admin", CREATE, TOPIC, "aurea.goals"),
                () -> admin.aurea(List.of(), "topics", "create"));
        admin.done("topics", "create");
        admin.done("migrate");
        servers.startWorker();
        admin.done("connectors", "apply");
    }

    /** A shop whose cart begins to fail, up to the row that says how the cure ended. */
    private void heal() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), FailingCart.POLICY);
        operator.done("policy", "apply", rules.toString(), "--tenant", "shop");
        operator.done("dry-run", "off", "--tenant", "shop", "--why", "a rehearsal");
        try (Executor executor = Executor.start(fixer::begin, folder.resolve("executor"))) {
            publisher.done(FailingCart.lines(begin), "send", "-");
            operator.done("send", "--close", "-");
            operator.done("drain");
            JsonNode open = JSON.readTree(operator.done("decisions", "--open", "--tenant", "shop", "--json"));
            assertThat(open).hasSize(1);
            String decision = open.get(0).path("decision_id").asText();
            operator.done("approve", decision, "--why", "looked at it");
            Awaitility.await("it is carried out").atMost(PATIENCE).untilAsserted(() -> assertThat(executor.executions())
                    .as(executor.output())
                    .containsExactly("shop/" + decision));
            Awaitility.await("its outcome is stored").atMost(PATIENCE).until(() -> operator.done(
                            "sql", "--csv", "SELECT status FROM aurea_outcomes")
                    .contains("SUCCEEDED"));
            seen.addAll(ProcessArguments.now());
            seen.add(executor.output());
        }
        publisher.done(FailingCart.lines(begin).subList(0, 1), "send", "-");
        operator.done("drain");
        assertThat(operator.done("dead-letters", "list")).contains("(1 of 1)");
    }

    /** What is not printed by a command. */
    private void look(AppProcess app) throws Exception {
        admin.done("topics", "describe");
        assertThat(admin.done("connectors", "status")).contains("task 0 RUNNING");
        for (String path : List.of("/metrics", "/observe", "/tenants", "/controls?tenant=shop")) {
            seen.add(app.get(path).body());
        }
        for (String path : List.of(SINK, SINK + "/config", SINK + "/status", "/connectors?expand=info")) {
            String answer = servers.worker().get(path).body();
            assertThat(answer).contains("aurea-postgres-sink");
            seen.add(answer);
        }
        assertThat(String.join("\n", seen)).contains("aurea_observe_", "${file:", "io.aurea.cli.Aurea run", "--config");
    }

    /** What is done now and then while the app runs. */
    private void keepHouse(AppProcess app) throws Exception {
        operator.done("brain", "store", "contact", "4711", "--tenant", "shop");
        operator.done("brain", "forget", "contact", "--tenant", "shop");
        operator.done("pause", "--tenant", "shop", "--why", "x");
        operator.done("resume", "--tenant", "shop", "--why", "x");
        assertThat(operator.done("dead-letters", "replay", "--kind", "LATE", "--yes"))
                .contains("1 ");
        operator.done("drain");
        ConfiguredAurea keeper = servers.admin("http.urls=" + app.httpUrl());
        assertThat(keeper.done("forget", "tenant", "shop", "--yes"))
                .contains("the loop has forgotten shop; series that it knew: 1", "aurea_cycle_metrics: ");
        admin = servers.admin();
    }

    /** Without its state, then from nothing with a backup. */
    private void beginAnew() throws Exception {
        Awaitility.await("nobody is in its group any more")
                .atMost(PATIENCE)
                .until(() -> admin.aurea(List.of(), "reset", "--yes").exitCode() == 0);
        admin.done("clean", "--yes");
        admin.done("restore", folder.resolve("aurea.zip").toString());
        admin.done("connectors", "apply");
        try (AppProcess app = loop.app(folder.resolve("other-state"))) {
            app.awaitReady();
            operator = servers.reader("operator", "http.urls=" + app.httpUrl());
            publisher.done(FailingCart.lines(begin.plus(10, ChronoUnit.MINUTES)), "send", "-");
            operator.done("send", "--close", "-");
            operator.done("drain");
            assertThat(operator.done("sql", "--csv", SHOPS_OBSERVATIONS)).contains("900");
        }
    }

    private String printedRights() throws Exception {
        return admin.done(
                "acls",
                "--principal-app=User:app",
                "--principal-connect=User:connect",
                "--principal-publisher=User:CN=shop",
                "--principal-executor=User:CN=executor",
                "--principal-operator=User:operator",
                "--principal-admin=User:admin",
                "--worker=" + servers.worker().settings(),
                "--format=json");
    }

    private void assertStrangersAreRefused() throws Exception {
        String store = servers.withoutCertificate().toString();
        refused("Kafka is not reachable at ", admin, "topics describe", "security.protocol=PLAINTEXT");
        refused("does not let you in: ", admin, "topics describe", "ssl.keystore.location=" + store);
        refused("does not let you in: ", admin, "topics describe", "sasl.jaas.config=" + GUESSED);
        refused("https://127.0.0.1:", admin, "topics describe", "schema.registry.ssl.keystore.location=" + store);
        refused("401", admin, "topics describe", "basic.auth.user.info=registry:guessed");
        refused("https://127.0.0.1:", admin, "connectors status", "connect.ssl.keystore.location=" + store);
        refused("password authentication failed", operator, "decisions", "jdbc.reader.password=guessed");
        refused(
                "no encryption",
                operator,
                "decisions",
                "jdbc.url=" + servers.database().jdbcUrl() + "?sslmode=disable");
    }

    private void refused(String words, ConfiguredAurea as, String command, String setting) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--set", setting));
        Ended ended = as.aurea(List.of(), arguments.toArray(String[]::new));
        each.assertThat(ended.exitCode()).as(setting).isEqualTo(2);
        each.assertThat(ended.err())
                .as(setting)
                .startsWith("aurea: ")
                .contains(words)
                .hasLineCount(1);
    }

    private void missTheRightsOfThoseAround() throws Exception {
        missed(
                "topic aurea.observations: Topic authorization failed; `aurea acls` prints",
                taken("CN=shop", WRITE, TOPIC, "aurea.observations"),
                () -> publisher.aurea(FailingCart.lines(begin).subList(0, 1), "send", "-"));
        missed(
                "Not authorized to access topics: [aurea.commands]",
                taken("operator", WRITE, TOPIC, "aurea.commands"),
                () -> operator.aurea(List.of(), "pause", "--tenant", "shop", "--why", "x"));
        missed(
                "Not authorized to access topics: [aurea.dead-letters]",
                taken("operator", READ, TOPIC, "aurea.dead-letters"),
                () -> operator.aurea(List.of(), "dead-letters", "list"));
        missed(
                "aurea.cycles: Topic authorization failed; `aurea acls` prints",
                taken("operator", READ, TOPIC, "aurea.cycles"),
                () -> operator.aurea(List.of(), "drain"));
        missed(
                "groupId `CoordinatorKey(idValue='aurea'",
                taken("operator", DESCRIBE, GROUP, "aurea"),
                () -> operator.aurea(List.of(), "drain"));
        missed(
                "Not authorized to access group: aurea-act",
                taken("CN=executor", READ, GROUP, "aurea-act"),
                () -> ended(act()));
        missed(
                "topic aurea.outcomes: Topic authorization failed; `aurea acls` prints",
                taken("CN=executor", WRITE, TOPIC, "aurea.outcomes"),
                () -> ended(act()));
        missed(
                "Not authorized to access topics: [aurea.cycles]",
                taken("connect", READ, TOPIC, "aurea.cycles"),
                () -> Awaitility.await("the sink fails")
                        .atMost(PATIENCE)
                        .until(() -> admin.aurea(List.of(), "connectors", "status"), status -> status.exitCode() != 0));
    }

    private AureaProcess act() throws IOException {
        return fixer.begin(
                "act", "--handlers", folder.resolve("executor/handlers.yaml").toString());
    }

    /** Once nobody is in the app's group any more. */
    private String backup() {
        String file = folder.resolve("aurea.zip").toString();
        return Awaitility.await("a backup")
                .atMost(PATIENCE)
                .until(() -> admin.aurea(List.of(), "backup", file), ended -> ended.exitCode() == 0)
                .out();
    }

    private void missTheRightsOfAStart() throws Exception {
        // An app that fails later stays in its group for a while, and a start looks at its inputs only where nobody is.
        missed(
                "group aurea-inputs",
                taken("app", READ, GROUP, "aurea-inputs"),
                () -> ended(loop.app(folder.resolve("state")).process()));
        missed(
                "Not authorized to access topics: [aurea.cycles]",
                taken("admin", READ, TOPIC, "aurea.cycles"),
                () -> admin.aurea(
                        List.of(), "backup", folder.resolve("other.zip").toString()));
        missed(
                "Transactional Id authorization failed",
                taken("app", WRITE, TRANSACTIONAL_ID, "aurea-"),
                () -> ended(loop.app(folder.resolve("state")).process()));
    }

    private AclBinding taken(String user, AclOperation operation, ResourceType type, String name) {
        return rights.of(user, operation, type, name);
    }

    /** That the attempt fails without the right, with these words. */
    private void missed(String words, AclBinding right, Callable<Ended> attempt) throws Exception {
        servers.broker().forbid(right);
        Ended ended = attempt.call();
        servers.broker().allow(List.of(right));
        each.assertThat(ended.exitCode()).as(right + ": " + ended.out()).isPositive();
        each.assertThat(ended.out() + ended.err()).as(right.toString()).contains(words);
    }

    /** A process that ends by itself. */
    private Ended ended(AureaProcess process) {
        try (process) {
            Awaitility.await("it ends").atMost(PATIENCE).until(() -> !process.isAlive());
            return new Ended(process.exitCode(), process.output(), "");
        } finally {
            seen.add(process.output());
        }
    }

    private void assertNoSecret() throws IOException {
        Stream.of(admin, operator, publisher, fixer, loop)
                .map(ConfiguredAurea::printed)
                .forEach(seen::add);
        try (Stream<Path> logs = Files.walk(folder.resolve("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                seen.add(Files.readString(log, UTF_8));
            }
        }
        assertThat(seen).hasSizeGreaterThan(20);
        assertThat(seen.stream().flatMap(text -> servers.secrets().shownIn(text).stream()))
                .isEmpty();
    }
}
