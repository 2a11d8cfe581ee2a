package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants and series are forgotten on a whole stack: state on every partition, keys in the topics, rows in PostgreSQL. */
@Slow
class ForgetIT {
    private static final List<String> TABLES = List.of(
            "aurea_cycle_metrics",
            "aurea_autonomous_goals",
            "aurea_patterns",
            "aurea_pattern_onsets",
            "aurea_decisions",
            "aurea_outcomes",
            "aurea_learnings",
            "aurea_incidents",
            "aurea_commands",
            "aurea_policies",
            "unified_brain");

    @TempDir
    Path data;

    @Test
    void shouldLeaveNothingOfATenantAndAllOfTheOther() throws Exception {
        try (StackProcess stack = StackProcess.up(data, "--clock", "data")) {
            send(stack, Instant.parse("2026-03-01T10:00:00Z"), 20, 5, "shop", "other");
            List<String> others = rows(stack, "other");
            assertThat(rows(stack, "shop")).isEqualTo(others);
            assertThat(others.get(0)).isEqualTo("20");
            assertThat(others.get(TABLES.indexOf("aurea_patterns"))).isNotEqualTo("0");
            assertThat(others.get(TABLES.indexOf("unified_brain"))).isNotEqualTo("0");

            assertThat(stack.run(stdin("other\n"), "forget", "tenant", "shop").exitCode())
                    .as("not without its name")
                    .isEqualTo(2);
            Ended paused = stack.run(InputStream.nullInputStream(), "pause", "--tenant", "nobody", "--why", "x");
            assertThat(paused.exitCode()).isEqualTo(2);
            assertThat(paused.err()).contains("there is no tenant nobody");
            assertThat(rows(stack, "shop")).isEqualTo(others);

            Ended forgotten = stack.run(stdin("shop\n"), "forget", "tenant", "shop");
            assertThat(forgotten.exitCode()).as(forgotten.err()).isZero();
            assertThat(forgotten.out())
                    .contains("state: the loop has forgotten shop; series that it knew: 5")
                    .containsPattern("aurea.cycles: [1-9][0-9]* keys marked as deleted")
                    .containsPattern("aurea_cycle_metrics: [0-9]+ rows deleted")
                    .contains("aurea.observations: its records are due to go by ");
            assertThat(rows(stack, "shop")).allMatch("0"::equals);
            assertThat(rows(stack, "other")).isEqualTo(others);

            send(stack, Instant.parse("2026-03-01T11:00:00Z"), 3, 5, "shop", "other");
            assertThat(query(stack, "SELECT min(cycle_number) FROM aurea_cycle_metrics WHERE tenant_id = 'shop'")
                            .toList())
                    .containsExactly("1000000001");
            Ended again = stack.run(InputStream.nullInputStream(), "forget", "tenant", "shop", "--yes");
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(rows(stack, "shop")).allMatch("0"::equals);
        }
    }

    private static InputStream stdin(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void shouldLeaveNothingOfASourceButWhatWasDecidedAndAllOfTheOthers() throws Exception {
        try (StackProcess stack = StackProcess.up(data, "--clock", "data")) {
            send(stack, Instant.parse("2026-03-01T10:00:00Z"), 20, 5, "shop", "other");
            List<String> ofS3 = patterns(stack, "shop", "s3");
            assertThat(ofS3).isNotEmpty().isEqualTo(patterns(stack, "shop", "s4"));
            long decisions = decisions(stack);

            Ended refused = stack.run(InputStream.nullInputStream(), "forget", "series", "nobody", "s4", "--yes");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("there is no tenant nobody");
            assertThat(stack.run(stdin("shop\n"), "forget", "series", "shop", "s4")
                            .exitCode())
                    .as("not without its name")
                    .isEqualTo(2);

            Ended first = stack.run(stdin("shop/s4\n"), "forget", "series", "shop", "s4");
            assertThat(first.exitCode()).as(first.out() + first.err()).isEqualTo(1);
            assertThat(first.out())
                    .contains(
                            "state: the loop has forgotten shop/s4; series that it knew: 1; patterns that end with the tenant's next cycle: ")
                    .containsPattern("aurea.patterns: [1-9][0-9]* keys marked as deleted")
                    .containsPattern("aurea_patterns: [1-9][0-9]* rows deleted")
                    .doesNotContain("aurea_decisions");
            assertThat(first.err()).contains("do this again");
            assertThat(patterns(stack, "shop", "s4")).isEmpty();

            send(stack, Instant.parse("2026-03-01T10:03:20Z"), 3, 4, "shop", "other");
            assertThat(query(
                                    stack,
                                    "SELECT DISTINCT state || ' ' || abated_reason FROM aurea_patterns"
                                            + " WHERE tenant_id = 'shop' AND source = 's4'")
                            .toList())
                    .containsExactly("ABATED retired");
            Ended again = stack.run(InputStream.nullInputStream(), "forget", "series", "shop", "s4", "--yes");
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.err())
                    .contains("the loop knew no series of source s4 of tenant shop: a misspelt name, or");
            assertThat(patterns(stack, "shop", "s4")).isEmpty();
            assertThat(patterns(stack, "shop", "s3")).isEqualTo(ofS3);
            assertThat(patterns(stack, "other", "s4")).containsAll(ofS3);
            assertThat(decisions(stack)).isGreaterThanOrEqualTo(decisions);

            send(stack, Instant.parse("2026-03-01T10:03:50Z"), 60, 4, "shop", "other");
            assertThat(patterns(stack, "shop", "s4")).as("it is not missed").isEmpty();
            assertThat(patterns(stack, "other", "s4")).as("this one is").contains("SILENT_SOURCE");
        }
    }

    private static long decisions(StackProcess stack) {
        return Long.parseLong(rows(stack, "shop").get(TABLES.indexOf("aurea_decisions")));
    }

    /** Types of a source's patterns in the table. */
    private static List<String> patterns(StackProcess stack, String tenant, String source) {
        return query(
                        stack,
                        "SELECT pattern_type FROM aurea_patterns WHERE tenant_id = '%s' AND source = '%s' ORDER BY 1"
                                .formatted(tenant, source))
                .toList();
    }

    /** Twenty records in each window, of which the last ones fail. */
    private static void send(StackProcess stack, Instant from, int windows, int sources, String... tenants)
            throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < windows; i++) {
            for (String tenant : tenants) {
                for (int n = 0; n < 20; n++) {
                    boolean success = i < windows - 5 || n % 4 == 0;
                    lines.append(String.format(
                            Locale.ROOT,
                            "{\"tenant_id\":\"%s\",\"source\":\"s%d\",\"kind\":\"OPERATION\",\"name\":\"call\",\"duration_ms\":5,"
                                    + "\"success\":%s,%s\"observed_at\":\"%s\"}%n",
                            tenant,
                            n % sources,
                            success,
                            success ? "" : "\"error\":\"connection refused\",",
                            from.plusSeconds(10L * i + 5)));
                }
            }
        }
        Ended sent = stack.run(stdin(lines.toString()), "send", "--close", "-");
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        Ended drained = stack.run(InputStream.nullInputStream(), "drain");
        assertThat(drained.exitCode()).as(drained.err()).isZero();
    }

    /** How many rows each table has of the tenant. */
    private static List<String> rows(StackProcess stack, String tenant) {
        return TABLES.stream()
                .flatMap(table -> query(stack, "SELECT count(*) FROM " + table + " WHERE tenant_id = '" + tenant + "'"))
                .toList();
    }

    private static Stream<String> query(StackProcess stack, String sql) {
        try {
            return stack.run(InputStream.nullInputStream(), "sql", "--csv", sql)
                    .out()
                    .lines()
                    .skip(1);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
