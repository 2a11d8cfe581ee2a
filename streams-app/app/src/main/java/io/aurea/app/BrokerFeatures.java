package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/** What the brokers have agreed to speak, next to what the app needs. */
public record BrokerFeatures(Map<String, Short> levels) {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private static final String METADATA = "metadata.version";
    private static final String TRANSACTIONS = "transaction.version";

    /** 4.0-IV3, which is Kafka 4.0. */
    private static final short OLDEST_METADATA = 25;

    private static final short SAFE_TRANSACTIONS = 2;

    /**
     * Asks the brokers.
     *
     * @throws org.apache.kafka.common.KafkaException when they do not answer
     */
    public static BrokerFeatures of(Admin admin) {
        Map<String, FinalizedVersionRange> finalized =
                ANSWERS.await(admin.describeFeatures().featureMetadata()).finalizedFeatures();
        return new BrokerFeatures(finalized.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, feature -> feature.getValue().maxVersionLevel())));
    }

    /** Why the app does not run against them; empty when it does. */
    public Optional<String> refusal() {
        Short found = levels.get(METADATA);
        return found != null && found >= OLDEST_METADATA
                ? Optional.empty()
                : Optional.of(METADATA + " of the brokers is " + (found == null ? "missing" : found) + "; allowed: "
                        + OLDEST_METADATA + ", Kafka 4.0, or later; `kafka-features.sh upgrade --release-version 4.0`"
                        + " raises it");
    }

    /** What the operator should know; empty when there is nothing. */
    public Optional<String> warning() {
        short found = levels.getOrDefault(TRANSACTIONS, (short) 0);
        return found >= SAFE_TRANSACTIONS
                ? Optional.empty()
                : Optional.of(TRANSACTIONS + " of the brokers is " + found + ": below " + SAFE_TRANSACTIONS
                        + " a late request of a transaction that was aborted can end up in the next one (KIP-890);"
                        + " `kafka-features.sh upgrade --feature transaction.version=" + SAFE_TRANSACTIONS
                        + "` raises it");
    }
}
