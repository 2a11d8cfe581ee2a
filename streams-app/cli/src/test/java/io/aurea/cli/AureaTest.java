package io.aurea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AureaTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "run",
                "topics",
                "topics create",
                "topics describe",
                "acls",
                "migrate",
                "connectors",
                "connectors apply",
                "connectors status",
                "prune",
                "settings",
                "send",
                "drain",
                "sql",
                "decisions",
                "patterns",
                "goals",
                "learnings",
                "brain",
                "brain search",
                "brain store",
                "brain forget",
                "approve",
                "accept",
                "reject",
                "ack",
                "close",
                "pause",
                "resume",
                "autonomy",
                "maintenance",
                "dry-run",
                "policy",
                "policy check",
                "policy apply",
                "policy show",
                "policy schema",
                "act",
                "detect",
                "bench",
                "evaluate",
                "lab truth"
            })
    void shouldHelpWithEveryCommand(String command) {
        Ran ran = Ran.aurea((command + " --help").split(" "));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("Usage: aurea " + command, "Example", "./aurea " + command, "Exit codes:", "  0  ", "  2  ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void shouldListTheCommands() {
        Ran ran = Ran.aurea("--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains(
                        "  up ",
                        "  run ",
                        "  topics ",
                        "  acls ",
                        "  migrate ",
                        "  connectors ",
                        "  send ",
                        "  drain ",
                        "  sql ",
                        "  status ",
                        "  decisions ",
                        "  patterns ",
                        "  goals ",
                        "  learnings ",
                        "  brain ",
                        "  approve ",
                        "  accept ",
                        "  reject ",
                        "  pause ",
                        "  resume ",
                        "  autonomy ",
                        "  maintenance ",
                        "  dry-run ",
                        "  policy ",
                        "  act ",
                        "  detect ",
                        "  bench ",
                        "  evaluate ",
                        "  lab ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void shouldTellItsVersion() {
        Ran ran = Ran.aurea("--version");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("aurea ");
        assertThat(ran.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                   | no command given; allowed: up, run, topics, acls, migrate, connectors, backup, restore, prune, reset, clean, settings, send, drain, sql, status, topology, incidents, decisions, patterns, goals, learnings, brain, dead-letters, approve, reject, ack, close, accept, pause, resume, autonomy, maintenance, dry-run, forget, policy, act, detect, bench, evaluate, lab (see aurea --help)
            down                 | Unmatched argument at index 0: 'down' (see aurea --help)
            topics               | no command given; allowed: create, describe (see aurea topics --help)
            connectors           | no command given; allowed: apply, status (see aurea connectors --help)
            run --set clock      | Value for option option '--set' (KEY=VALUE) should be in KEY=VALUE format but was clock (see aurea run --help)
            sql X --endpoints a --config b | --endpoints and --config are both given; allowed: one of them (see aurea sql --help)
            up --cycle 10        | Invalid value for option '--cycle': '10' is not a duration; allowed is a whole number with ms, s, m or h, e.g. 500ms, 10s, 1m (see aurea up --help)
            up --cycle 0s        | --cycle is 0s; allowed: at least 100ms (see aurea up --help)
            up --start-limit 0s  | --start-limit is 0s; allowed: 1s to 1h (see aurea up --help)
            run --start-limit 2h | --start-limit is 2h; allowed: 1s to 1h (see aurea run --help)
            up --grace -1s       | Invalid value for option '--grace': '-1s' is not a duration; allowed is a whole number with ms, s, m or h, e.g. 500ms, 10s, 1m (see aurea up --help)
            up --clock sun       | Invalid value for option '--clock': 'sun' is not a clock; allowed: wall, data (see aurea up --help)
            up --colour          | Unknown option: '--colour' (see aurea up --help)
            acls                 | no principal is given; allowed: at least one, such as --principal-app User:aurea (see aurea acls --help)
            acls --format xml    | Invalid value for option '--format': 'xml' is not a format; allowed: kafka-acls, json (see aurea acls --help)
            sql                  | Missing required parameter: 'STATEMENT' (see aurea sql --help)
            send                 | Missing required parameter: 'FILE' (see aurea send --help)
            sql --limit 0 X      | Invalid value for option '--limit': '0' is not allowed; allowed: 1 to 1000000 (see aurea sql --help)
            sql --limit x X      | Invalid value for option '--limit': 'x' is not allowed; allowed: 1 to 1000000 (see aurea sql --help)
            sql --timeout 0s X   | --timeout is 0s; allowed: at least 1ms (see aurea sql --help)
            drain --timeout soon | Invalid value for option '--timeout': 'soon' is not a duration; allowed is a whole number with ms, s, m or h, e.g. 500ms, 10s, 1m (see aurea drain --help)
            act                  | Missing required option: '--handlers=FILE' (see aurea act --help)
            act --handlers - --max-in-flight 0 | --max-in-flight is 0; allowed: 1 to 1000 (see aurea act --help)
            approve              | Missing required parameter: 'ID' (see aurea approve --help)
            approve a/b/c        | Invalid value for positional parameter at index 0 (ID): 'a/b/c' names no decision; allowed: its id, such as 17-1, or tenant and id, such as shop/17-1 (see aurea approve --help)
            reject 17-1          | Missing required option: '--why=TEXT' (see aurea reject --help)
            accept cart/buy --tenant t | Missing required option: '--why=TEXT' (see aurea accept --help)
            accept cart/buy --why x | Missing required option: '--tenant=TENANT' (see aurea accept --help)
            pause                | Missing required option: '--why=TEXT' (see aurea pause --help)
            pause --why x --pattern slow | Invalid value for option '--pattern': 'slow' is not a type of pattern; allowed: DECLINING_SUCCESS_RATE, CONSISTENT_HIGH_PERFORMANCE, INCREASING_LATENCY, DATABASE_CONNECTION_ISSUES, FRONTEND_HEALTH_DEGRADATION, FAILURE_TIMEOUT, FAILURE_PERMISSION, FAILURE_DATABASE, FAILURE_NETWORK, FAILURE_DEPENDENCY, FAILURE_RESOURCE, FAILURE_VALIDATION, SUCCESS, METRIC_ANOMALY, LEVEL_SHIFT, SILENT_SOURCE, FLAPPING (see aurea pause --help)
            autonomy 60 --tenant t --why x | Invalid value for positional parameter at index 0 (LEVEL): '60' is not a level; allowed: 0 (MANUAL), 25 (ASSISTED), 50 (SUPERVISED), 75 (AUTONOMOUS), 100 (FULL_AUTO), SEMI_AUTO, MOSTLY_AUTO (see aurea autonomy --help)
            autonomy manual --why x | Missing required option: '--tenant=TENANT' (see aurea autonomy --help)
            maintenance --to soon --tenant t --why x | Invalid value for option '--to': 'soon' is not a time; allowed: ISO-8601 with offset, such as 2026-11-24T22:00:00Z, in the years 1900 to 9999, now, or a duration from now, such as +2h (see aurea maintenance --help)
            decisions --limit 0  | Invalid value for option '--limit': '0' is not allowed; allowed: 1 to 10000 (see aurea decisions --help)
            decisions --tenant a/b | Invalid value for option '--tenant': tenant_id has the character '/' at position 2; allowed: A-Z a-z 0-9 . _ - (see aurea decisions --help)
            brain                | no command given; allowed: search, store, forget (see aurea brain --help)
            brain search         | Missing required parameter: 'WORDS' (see aurea brain search --help)
            lab                  | no command given; allowed: truth (see aurea lab --help)
            lab truth --cycle 7s | --cycle is 7s; allowed: 10s, 1m, 5m (see aurea lab truth --help)
            lab truth --history 1h | --history is 1h; allowed: 10m, 2h, 336h (see aurea lab truth --help)
            lab truth --rule all | --rule names 'all'; allowed: latency, success, failure, anomaly, saturation, shift, health, goals, verification, accept, in_order (see aurea lab truth --help)
            bench --records 10   | --records is 10; allowed: at least 1000 (see aurea bench --help)
            bench --series 0     | --series is 0; allowed: 1 to 20000 (see aurea bench --help)
            bench --runs 0       | --runs is 0; allowed: at least 1 (see aurea bench --help)
            """)
    void shouldNameWhatIsWrongWithTheFlagsInOneLine(String typed, String reason) {
        Ran ran = Ran.aurea(typed.isEmpty() ? new String[0] : typed.split(" "));

        assertThat(ran.err()).isEqualTo("aurea: " + reason + System.lineSeparator());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"send -", "sql X", "decisions", "approve 1-1", "brain search X", "pause --tenant t --why x"})
    void shouldSayHowToGetAnEndpointsFile(String typed) {
        Path missing = folder.resolve("endpoints.json");

        Ran ran = Ran.aurea((typed + " --endpoints " + missing).split(" "));

        assertThat(ran.err())
                .isEqualTo(
                        "aurea: no endpoints file at %s: start a stack with ./aurea up, or name a file with --endpoints%n"
                                .formatted(missing));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldNameAnUnreachableDatabase() throws IOException {
        Path file = write(TestEndpoints.nowhere(TimeSource.WALL));

        Ran ran = Ran.aurea("sql", "SELECT 1", "--endpoints", file.toString());

        assertThat(ran.err())
                .startsWith("aurea: PostgreSQL at jdbc_url jdbc:postgresql://127.0.0.1:1/aurea (from " + file + "): ")
                .hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldNameAnUnreachableBroker() throws IOException {
        Path file = write(TestEndpoints.nowhere(TimeSource.WALL));
        Path lines = Files.writeString(folder.resolve("lines"), "");

        Ran ran = Ran.aurea("send", lines.toString(), "--endpoints", file.toString());

        assertThat(ran.err())
                .startsWith("aurea: Kafka is not reachable at bootstrap_servers 127.0.0.1:1 (from " + file + "): ")
                .hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldSayWhichFileOfALoginCannotBeRead() {
        String store = folder.resolve("none.pem").toString();
        Map<String, String> login = Map.of(
                "AUREA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "AUREA_SCHEMA_REGISTRY_URL", "http://127.0.0.1:1",
                "AUREA_SECURITY_PROTOCOL", "SSL",
                "AUREA_SSL_KEYSTORE_TYPE", "PEM",
                "AUREA_SSL_KEYSTORE_LOCATION", store);

        Ran ran = Ran.aurea(login, "topics", "describe");

        assertThat(ran.err())
                .startsWith(
                        "aurea: Kafka is not reachable at AUREA_BOOTSTRAP_SERVERS 127.0.0.1:1 (from the environment): ")
                .contains(store)
                .hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldRefuseToCloseTheWindowsOfAWallClock() throws IOException {
        Path file = write(TestEndpoints.nowhere(TimeSource.WALL));

        Ran ran = Ran.aurea("send", "-", "--close", "--endpoints", file.toString());

        assertThat(ran.err())
                .isEqualTo(
                        "aurea: --close needs a stack on the data clock; this one closes its windows by itself, since clock wall (from %s)%n"
                                .formatted(file));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldNameAFileThatIsNotThere() throws IOException {
        Path file = write(TestEndpoints.nowhere(TimeSource.DATA));
        Path missing = folder.resolve("lines");

        Ran ran = Ran.aurea("send", missing.toString(), "--endpoints", file.toString());

        assertThat(ran.err()).startsWith("aurea: cannot read FILE " + missing).hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    private Path write(EndpointsFile endpoints) throws IOException {
        Path file = folder.resolve("endpoints.json");
        endpoints.write(file);
        return file;
    }
}
