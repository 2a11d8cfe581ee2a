package io.aurea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerFeaturesTest {
    private static final short KAFKA_4_0 = 25;

    @Test
    void shouldAcceptBrokersOfTheOldestVersion() {
        BrokerFeatures oldest =
                new BrokerFeatures(Map.of("metadata.version", KAFKA_4_0, "transaction.version", (short) 2));
        assertThat(oldest.refusal()).isEmpty();
        assertThat(oldest.warning()).isEmpty();
    }

    @Test
    void shouldRefuseOlderBrokersAndSayHowTheyAreRaised() {
        assertThat(new BrokerFeatures(Map.of("metadata.version", (short) 21)).refusal())
                .contains("metadata.version of the brokers is 21; allowed: 25, Kafka 4.0, or later;"
                        + " `kafka-features.sh upgrade --release-version 4.0` raises it");
        assertThat(new BrokerFeatures(Map.of()).refusal()).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith("metadata.version of the brokers is missing;"));
    }

    @Test
    void shouldWarnOfTransactionsThatCanTear() {
        BrokerFeatures torn =
                new BrokerFeatures(Map.of("metadata.version", KAFKA_4_0, "transaction.version", (short) 1));
        assertThat(torn.refusal()).isEmpty();
        assertThat(torn.warning()).hasValueSatisfying(warning -> assertThat(warning)
                .startsWith("transaction.version of the brokers is 1: below 2 ")
                .contains("kafka-features.sh upgrade --feature transaction.version=2"));
    }
}
