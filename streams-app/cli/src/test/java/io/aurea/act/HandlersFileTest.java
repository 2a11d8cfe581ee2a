package io.aurea.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.act.HandlerTerms.On;
import io.aurea.fixture.Readme;
import io.aurea.policy.PolicyException;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlersFileTest {

    private static String sample() throws IOException {
        return Files.readString(Readme.HOME.resolve("docs/handlers.yaml"));
    }

    @Test
    void shouldTakeTheSampleOfTheDocuments() throws IOException {
        HandlersFile file = HandlersFile.parse(sample());

        assertThat(file.handlers())
                .extracting(HandlerTerms::name)
                .containsExactly("restart", "deployer", "on-call", "ask", "incident", "reminder", "note");
        assertThat(file.handlers())
                .extracting(HandlerTerms::wants)
                .containsExactly(
                        On.DISPATCHED,
                        On.DISPATCHED,
                        On.ESCALATED,
                        On.AWAITING_APPROVAL,
                        On.INCIDENT_OPENED,
                        On.REMINDER,
                        On.DISPATCHED);
        assertThat(file.handlers().get(0).filter().matches(decision("shop-2", "restart")))
                .isTrue();
        assertThat(file.handlers().get(0).filter().matches(decision("other", "restart")))
                .isFalse();
        assertThat(file.handlers().get(1).filter().matches(decision("shop", "roll_back")))
                .isTrue();
        assertThat(file.handlers().get(1).http().orElseThrow().url()).isEqualTo("http://127.0.0.1:8099/decisions");
    }

    private static Decision decision(String tenant, String action) {
        return Decision.newBuilder()
                .setTenantId(tenant)
                .setAction(action)
                .setDecisionType(DecisionType.technical)
                .build();
    }

    @Test
    void shouldSayAllThatIsWrongWithItsLines() {
        assertThatThrownBy(() -> HandlersFile.parse("""
                        handlers:
                          - name: a
                            on: sometimes
                            log: info
                          - nmae: b
                            log: info
                          - name: c
                            http: {url: "ftp://x/", time_limit: 2h}
                          - name: d
                            command: {run: []}
                          - name: e
                          - name: f
                            command: {run: [echo, "to ${decision.target}"]}
                          - name: g
                            command: {run: [echo, "${decision.targte}"]}
                        """))
                .isInstanceOfSatisfying(PolicyException.class, refused -> assertThat(refused.problems())
                        .extracting(Object::toString)
                        .satisfiesExactly(
                                p -> assertThat(p)
                                        .isEqualTo("line 3: handlers[0].on is 'sometimes'; allowed: dispatched,"
                                                + " awaiting_approval, escalated, incident_opened,"
                                                + " incident_escalated, reminder, ended"),
                                p -> assertThat(p)
                                        .startsWith("line 5: handlers[1].nmae is no key; did you mean name? Allowed: "
                                                + "name, on, tenant, action, target, pattern, type, http, command,"),
                                p -> assertThat(p).isEqualTo("line 5: handlers[1] lacks the key name"),
                                p -> assertThat(p)
                                        .isEqualTo("line 8: handlers[2].http.url is 'ftp://x/'; allowed: http://... or"
                                                + " https://..."),
                                p -> assertThat(p)
                                        .isEqualTo("line 10: handlers[3].command.run is empty; allowed: a program and"
                                                + " its arguments"),
                                p -> assertThat(p)
                                        .isEqualTo("line 11: handlers[4]: has none of http, command and log; allowed:"
                                                + " one of them"),
                                p -> assertThat(p)
                                        .startsWith("line 13: handlers[5].command.run has 'to ${decision.target}',"
                                                + " which is not a whole placeholder"),
                                p -> assertThat(p)
                                        .startsWith("line 15: handlers[6].command.run has '${decision.targte}', which"
                                                + " names no field of a decision; allowed: parameters.NAME, tenant_id,"
                                                + " decision_id,")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                                                       | line 1: the handlers file is empty
            handlers: []                                             | line 1: handlers has 0 entries; allowed: 1 to 200
            handlers: [{name: a, log: info}, {name: a, log: info}]   | line 1: handlers has two of the name 'a'
            handlers: [{name: a, log: info, command: {run: [x]}}]    | line 1: handlers[0]: has more than one of http,
            handlers: [{name: a b, log: info}]                       | line 1: handlers[0].name is 'a b'; allowed: 1 to 64
            handlers: [{name: a, command: {run: [rm, x]}}]           | line 1: allow does not have 'rm', which handler 'a' runs
            handlers: [{name: a, http: {url: "x"}}]                  | line 1: handlers[0].http.url is 'x'; allowed: http
            handlers: [{name: a, on: ended, action: [x], log: info}] | line 1: handlers[0]: has action, target or type with on: ended
            handlers: [{name: a, on: ended, command: {run: [x, "${decision.target}"]}}] | line 1: handlers[0]: has ${decision.target} with on: ended; allowed: ${incident.FIELD}
            handlers: [{name: a, command: {run: [x, "${incident.news}"]}}] | line 1: handlers[0]: has ${incident.news} with on: dispatched; allowed: ${decision.FIELD}
            handlers: [{name: a, on: ended, command: {run: [x, "${incident.x}"]}}] | line 1: handlers[0].command.run has '${incident.x}', which names no field of an incident; allowed: tenant_id,
            handlers: [                                              | line 2: the handlers file is not YAML
            """)
    void shouldNameWhatIsWrong(String yaml, String problem) {
        assertThatThrownBy(() -> HandlersFile.parse(yaml + "\n"))
                .isInstanceOf(PolicyException.class)
                .message()
                .startsWith(problem);
    }

    @Test
    void shouldReadIncidentsOnlyIfAHandlerIsForTheirNews() {
        Map<String, Boolean> reads = Map.of(
                "escalated",
                false,
                "dispatched",
                false,
                "INCIDENT_OPENED",
                true,
                "incident_escalated",
                true,
                "reminder",
                true,
                "ended",
                true);

        reads.forEach((on, expected) -> assertThat(
                        Handlers.of(HandlersFile.parse("handlers: [{name: a, on: " + on + ", log: info}]"), Map.of())
                                .readIncidents())
                .as(on)
                .isEqualTo(expected));
    }

    @Test
    void shouldFindTheProgramsAndTheVariables() throws IOException {
        Map<String, String> environment = Map.of("PATH", ":/nowhere:/bin:/usr/bin");
        assertThat(Handlers.of(HandlersFile.parse(sample().replace("logger", "sh")), environment)
                        .count())
                .isEqualTo(7);

        for (String missing : List.of("no-such-program", "/no/such/program", "../bin/sh", "/bin")) {
            assertThatThrownBy(() -> Handlers.of(
                            HandlersFile.parse("allow: ['" + missing + "']\nhandlers: [{name: a, log: info}]"),
                            environment))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("allow has '" + missing + "'; allowed: ");
        }
        assertThatThrownBy(() -> Handlers.of(
                        HandlersFile.parse("handlers: [{name: a, http: {url: http://x/, headers: [{name: Authorization,"
                                + " value: '${env:TOKEN}'}]}}]"),
                        environment))
                .hasMessage("handler 'a' has the header Authorization from the variable TOKEN, which is not set");
        assertThatThrownBy(() -> Handlers.of(
                        HandlersFile.parse("handlers: [{name: a, http: {url: http://x/, headers: [{name: Authorization,"
                                + " value: '${env:TOKEN}'}]}}]"),
                        Map.of("TOKEN", "Bearer secret\n")))
                .hasMessage("handler 'a' has the header Authorization with a value that HTTP does not allow; allowed:"
                        + " one line of visible characters")
                .hasNoCause();
    }
}
