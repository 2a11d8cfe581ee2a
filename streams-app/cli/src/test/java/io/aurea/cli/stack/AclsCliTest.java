package io.aurea.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cli.Ran;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclsCliTest {
    private static final Map<String, String> SERVERS = Map.of(
            "AUREA_BOOTSTRAP_SERVERS", "kafka:9093",
            "AUREA_SCHEMA_REGISTRY_URL", "http://registry",
            "AUREA_SASL_JAAS_CONFIG", "PlainLoginModule required username=\"a\" password=\"hidden\";");

    @Test
    void shouldPrintLinesForAShell() {
        Ran ran = Ran.aurea(
                SERVERS, "acls", "--principal-publisher", "User:CN=the shop's", "--principal-executor", "User:fixer");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        "# publisher: whoever publishes observations, as aurea send does",
                        "kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties --add"
                                + " --allow-principal 'User:CN=the shop'\\''s' --operation Write --topic aurea.observations",
                        "# executor: whoever carries out decisions, as aurea act does",
                        "kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties --add"
                                + " --allow-principal User:fixer --operation Read --group aurea-act",
                        "kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties --add"
                                + " --allow-principal User:fixer --operation Read --topic aurea.decisions"
                                + " --topic aurea.incidents",
                        "kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties --add"
                                + " --allow-principal User:fixer --operation Write --topic aurea.outcomes");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void shouldPrintJson() {
        Ran ran = Ran.aurea(SERVERS, "acls", "--principal-publisher", "User:shop", "--format", "json");

        assertThat(ran.out()).isEqualToIgnoringNewLines("""
                [ {
                  "role" : "publisher",
                  "principal" : "User:shop",
                  "host" : "*",
                  "permission" : "ALLOW",
                  "operation" : "WRITE",
                  "resource_type" : "TOPIC",
                  "resource_name" : "aurea.observations",
                  "pattern_type" : "LITERAL"
                } ]
                """);
        assertThat(ran.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --principal-app aurea               | aurea: --principal-app is 'aurea'; allowed: a type and a name, such as User:aurea
            --principal-app User:               | aurea: --principal-app is 'User:'; allowed: a type and a name, such as User:aurea
            --principal-app User:a --worker w   | aurea: --worker is given without --principal-connect, whose rights it adds to (see aurea acls --help)
            --principal-connect User:a --worker /no/such | aurea: no configuration file at /no/such
            """)
    void shouldRefuse(String arguments, String line) {
        Ran ran = Ran.aurea(SERVERS, ("acls " + arguments).split(" "));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isEqualToIgnoringNewLines(line);
    }
}
