package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.status.Instance.Answer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    private final Instance api = new Instance(null);

    @AfterEach
    void close() {
        api.close();
    }

    private Answer post(String body) throws Exception {
        return api.post("/commands", body.replace('\'', '"'), Instance.bearer(Instance.OPERATOR));
    }

    @Test
    void shouldPublishWhatAPersonSaysOfAnIncident() throws Exception {
        Answer acknowledged = said("acknowledge", "{'reason': 'I am on it', 'ends_at': '1970-01-01T02:00:00Z'}");
        said("close", "{'reason': 'the supplier knows'}");
        post("{'tenant_id': 'shop', 'kind': 'ACKNOWLEDGE', 'incident_id': '17-1', 'reason': 'I am on it'}");
        assertThat(acknowledged.status()).isEqualTo(202);
        assertThat(api.commands)
                .extracting(Command::getKind)
                .containsExactly(CommandKind.ACKNOWLEDGE, CommandKind.CLOSE, CommandKind.ACKNOWLEDGE);
        assertThat(api.commands).extracting(Command::getIncidentId).containsOnly("17-1");
        assertThat(api.commands).extracting(Command::getIssuedBy).containsOnly("operator");
        assertThat(api.commands)
                .extracting(Command::getEndsAt)
                .containsExactly(Instant.parse("1970-01-01T02:00:00Z"), null, null);
        assertThat(said("acknowledge", "{'ends_at': '1970-01-01T02:00:00Z'}")
                        .json()
                        .toString())
                .contains("reason is missing");
        assertThat(said("acknowledge", "{'reason': 'x', 'ends_at': '1969-01-01T02:00:00Z'}")
                        .json()
                        .toString())
                .contains("a time after now");
        assertThat(said("close", "{'reason': 'x', 'ends_at': '1970-01-01T02:00:00Z'}")
                        .json()
                        .toString())
                .contains("there is no field ends_at");
        assertThat(api.commands).hasSize(3);
    }

    private Answer said(String verb, String body) throws Exception {
        return api.post(
                "/incidents/17-1/" + verb + "?tenant=shop",
                body.replace('\'', '"'),
                Instance.bearer(Instance.OPERATOR));
    }

    @Test
    void shouldPublishEachKindOfCommand() throws Exception {
        post("{'tenant_id': 'shop', 'kind': 'APPROVE', 'decision_id': 'd-1', 'command_id': 'c-1'}");
        post("{'tenant_id': 'shop', 'kind': 'PAUSE', 'reason': 'night'}");
        post("{'tenant_id': 'shop', 'kind': 'RESUME', 'pattern_type': 'FLAPPING'}");
        post("{'tenant_id': 'shop', 'kind': 'AUTONOMY', 'autonomy_level': 75}");
        post("{'tenant_id': 'shop', 'kind': 'DRY_RUN', 'dry_run': true}");
        post("{'tenant_id': 'shop', 'kind': 'MAINTENANCE', 'ends_at': '1970-01-01T02:00:00Z'}");
        post("{'tenant_id': 'shop', 'kind': 'ACCEPT', 'source': 'cart', 'series': 'buy', 'reason': 'release 12'}");
        post(
                "{'tenant_id': 'shop', 'kind': 'ACCEPT', 'pattern_id': 'INCREASING_LATENCY/cart', 'reason': 'release 12'}");
        assertThat(api.commands)
                .extracting(Command::getKind)
                .containsExactly(
                        CommandKind.APPROVE,
                        CommandKind.PAUSE,
                        CommandKind.RESUME,
                        CommandKind.AUTONOMY,
                        CommandKind.DRY_RUN,
                        CommandKind.MAINTENANCE,
                        CommandKind.ACCEPT,
                        CommandKind.ACCEPT);
        assertThat(api.commands).extracting(Command::getIssuedBy).containsOnly("operator");
        assertThat(api.commands).extracting(Command::getIssuedAt).containsOnly(Instance.NOW);
        assertThat(api.commands)
                .extracting(Command::getCommandId)
                .doesNotHaveDuplicates()
                .startsWith("c-1");
        assertThat(api.commands.get(1).getPatternType()).isNull();
        assertThat(api.commands.get(2).getPatternType()).isEqualTo("FLAPPING");
        assertThat(api.commands.get(3).getAutonomyLevel()).isEqualTo(75);
        assertThat(api.commands.get(4).getDryRun()).isTrue();
        assertThat(api.commands.get(5).getStartsAt()).isEqualTo(Instance.NOW);
        assertThat(api.commands.get(5).getEndsAt()).isEqualTo(Instant.parse("1970-01-01T02:00:00Z"));
        assertThat(api.commands.get(6).getSource()).isEqualTo("cart");
        assertThat(api.commands.get(6).getSeries()).isEqualTo("buy");
        assertThat(api.commands.get(6).getPatternId()).isNull();
        assertThat(api.commands.get(7).getPatternId()).isEqualTo("INCREASING_LATENCY/cart");
        assertThat(api.commands.get(7).getSource()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                                    | the body must be a JSON object",
                "{'tenant_id': 'shop'}                                                 | kind is missing",
                "{'kind': 'PAUSE'}                                                     | tenant_id is missing",
                "{'tenant_id': 7, 'kind': 'PAUSE'}                                     | tenant_id must be text",
                "{'tenant_id': 'a/b', 'kind': 'PAUSE'}                                 | tenant is a/b; allowed: 1 to 128 letters, digits and . _ -, not beginning with _",
                "{'tenant_id': 'shop', 'kind': 'STOP'}                                 | kind is STOP; allowed: UNKNOWN, APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT, FORGET, ACKNOWLEDGE, CLOSE",
                "{'tenant_id': '_', 'kind': 'PAUSE'}                                   | tenant is _; allowed: 1 to 128 letters, digits and . _ -, not beginning with _",
                "{'tenant_id': 'shop', 'kind': 'FORGET'}                               | kind is FORGET; allowed: APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT, ACKNOWLEDGE, CLOSE",
                "{'tenant_id': 'shop', 'kind': 'UNKNOWN'}                              | kind is UNKNOWN; allowed: APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT, ACKNOWLEDGE, CLOSE",
                "{'tenant_id': 'shop', 'kind': 'APPROVE'}                              | decision_id is missing",
                "{'tenant_id': 'shop', 'kind': 'AUTONOMY', 'autonomy_level': 60}       | autonomy_level is 60; allowed: 0, 25, 50, 75, 100",
                "{'tenant_id': 'shop', 'kind': 'DRY_RUN'}                              | dry_run is missing; allowed: true, false",
                "{'tenant_id': 'shop', 'kind': 'PAUSE', 'pattern_type': 'UNKNOWN'}     | pattern_type is UNKNOWN; allowed: a type of pattern",
                "{'tenant_id': 'shop', 'kind': 'PAUSE', 'issued_by': 'root'}           | there is no field issued_by; allowed: autonomy_level, command_id, decision_id, dry_run, ends_at, incident_id, kind, pattern_id, pattern_type, reason, series, source, starts_at, tenant_id",
                "{'tenant_id': 'shop', 'kind': 'MAINTENANCE', 'ends_at': '1970-01-01T00:30:00Z'} | ends_at is 1970-01-01T00:30:00Z; allowed: a time after now and after starts_at",
                "{'tenant_id': 'shop', 'kind': 'ACCEPT', 'source': 'a', 'series': 'b'} | reason is missing",
                "{'tenant_id': 'shop', 'kind': 'ACCEPT', 'source': 'a', 'reason': 'r'} | series is missing",
                "{'tenant_id': 'shop', 'kind': 'ACCEPT', 'reason': 'r'}                | ACCEPT names a series by source and series, or a pattern by pattern_id",
                "{'tenant_id': 'shop', 'kind': 'ACCEPT', 'reason': 'r', 'source': 'a', 'pattern_id': 'p'} | ACCEPT names a series by source and series, or a pattern by pattern_id",
                "{'tenant_id': 'shop', 'kind': 'ACCEPT', 'reason': 'r', 'source': '', 'series': 'b'} | source is ; allowed: 1 to 128 characters",
            })
    void shouldRefuseWhatIsNoCommand(String body, String detail) throws Exception {
        Answer refused = post(body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText()).isEqualTo(detail);
        assertThat(api.commands).isEmpty();
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeOrNoJson() throws Exception {
        Answer large =
                post("{'tenant_id': 'shop', 'kind': 'PAUSE', 'reason': '" + "x".repeat(Commands.MAX_BODY) + "'}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(post("{'tenant_id': ").status()).isEqualTo(400);
        assertThat(statusOf("application/x-www-form-urlencoded", "tenant_id=shop&kind=PAUSE"))
                .isEqualTo(415);
        String pause = "{\"tenant_id\": \"shop\", \"kind\": \"PAUSE\"}";
        assertThat(statusOf("application/jsonx", pause)).isEqualTo(415);
        assertThat(api.commands).isEmpty();
        assertThat(statusOf("Application/JSON ; charset=utf-8", pause)).isEqualTo(202);
        assertThat(api.commands).hasSize(1);
    }

    private int statusOf(String contentType, String body) throws Exception {
        return api.send(
                        "POST",
                        "/commands",
                        body,
                        "Authorization",
                        "Bearer " + Instance.OPERATOR,
                        "Content-Type",
                        contentType)
                .statusCode();
    }
}
