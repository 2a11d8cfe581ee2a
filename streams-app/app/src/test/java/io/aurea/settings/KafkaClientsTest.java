package io.aurea.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    private static final KafkaClients CLIENTS = new KafkaClients(Map.ofEntries(
            Map.entry("bootstrap.servers", "k:1"),
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("sasl.jaas.config", "secret"),
            Map.entry("my.login.handler.url", "http://x"),
            Map.entry("application.id", "mine"),
            Map.entry("num.standby.replicas", "1"),
            Map.entry("group.protocol", "streams"),
            Map.entry("group.instance.id", "one"),
            Map.entry("linger.ms", "7"),
            Map.entry("producer.linger.ms", "8"),
            Map.entry("consumer.fetch.min.bytes", "9"),
            Map.entry("admin.retries", "10")));

    @Test
    void shouldHandEverySettingOnThatIsNotForSomebodyElse() {
        assertThat(CLIENTS.producer("send", Map.of("linger.ms", 20, "batch.size", 1), Map.of("acks", "all")))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "secret")
                .containsEntry("my.login.handler.url", "http://x")
                .containsEntry("linger.ms", "8")
                .containsEntry("batch.size", 1)
                .containsEntry("acks", "all")
                .containsEntry("client.id", "aurea-send")
                .doesNotContainKeys("application.id", "num.standby.replicas");
        assertThat(CLIENTS.admin("command", Map.of("retries", 1)))
                .containsEntry("sasl.jaas.config", "secret")
                .containsEntry("retries", "10");
    }

    @Test
    void shouldKeepConsumersOutOfTheAppsGroup() {
        assertThat(CLIENTS.consumer("drain", Map.of(), Map.of("auto.offset.reset", "none")))
                .containsEntry("sasl.jaas.config", "secret")
                .containsEntry("fetch.min.bytes", "9")
                .containsEntry("auto.offset.reset", "none")
                .doesNotContainKeys("group.protocol", "group.instance.id", "application.id");
    }

    @Test
    void shouldPrefixTheNameThatTheUserGivesHisClients() {
        assertThat(new KafkaClients(Map.of("client.id", "team-a")).admin("command", Map.of()))
                .containsEntry("client.id", "team-a-command");
    }
}
