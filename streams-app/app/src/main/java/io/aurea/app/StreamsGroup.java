package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The app's group with {@code group.protocol=streams}: the brokers assign the work, and the number of standby replicas
 * is a setting of the group and not of its members.
 */
public final class StreamsGroup {

    private static final String STANDBY_REPLICAS = "streams.num.standby.replicas";
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private final Admin admin;
    private final ConfigResource group;
    private final String standbyReplicas;

    /** @param admin closed by the caller */
    public StreamsGroup(Admin admin, AppSettings settings) {
        this.admin = admin;
        this.group = new ConfigResource(ConfigResource.Type.GROUP, settings.applicationId());
        this.standbyReplicas = Integer.toString(settings.standbyReplicas());
    }

    /** How the group differs from the settings; empty when it does not. */
    public Optional<String> difference() {
        ConfigEntry found = ANSWERS.await(admin.describeConfigs(List.of(group)).all())
                .get(group)
                .get(STANDBY_REPLICAS);
        String value = found == null ? "unset" : found.value();
        return value.equals(standbyReplicas)
                ? Optional.empty()
                : Optional.of("Group " + group.name() + " has " + STANDBY_REPLICAS + "=" + value + ", not "
                        + standbyReplicas);
    }

    /**
     * Configures the group as in the settings.
     *
     * @return what changed; empty if nothing did
     */
    public Optional<String> apply() {
        if (difference().isEmpty()) {
            return Optional.empty();
        }
        AlterConfigOp set =
                new AlterConfigOp(new ConfigEntry(STANDBY_REPLICAS, standbyReplicas), AlterConfigOp.OpType.SET);
        ANSWERS.await(admin.incrementalAlterConfigs(Map.of(group, List.of(set))).all());
        return Optional.of("group " + group.name() + ": " + STANDBY_REPLICAS + "=" + standbyReplicas);
    }
}
