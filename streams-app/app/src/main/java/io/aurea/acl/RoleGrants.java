package io.aurea.acl;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.aurea.app.AppSettings;
import io.aurea.app.InputLogs;
import io.aurea.app.RestoreMark;
import io.aurea.connector.ShippedConnector;
import io.aurea.installation.Installation;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import io.aurea.topology.AureaTopology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What each role needs on the brokers of an installation: with its settings' names of the app, the connector and the
 * groups, without a wildcard but for the groups of an administrator, whose backups keep the offsets of all of them.
 */
public final class RoleGrants {

    /** Besides what the topology reads: what the API's event stream shows, and the last numbers before lost state. */
    private static final List<Topic<?>> READ_BY_THE_API = List.of(
            Topics.CYCLES,
            Topics.PATTERNS,
            Topics.GOALS,
            Topics.INCIDENTS,
            Topics.DECISIONS,
            Topics.LEARNINGS,
            Topics.STATUS);

    /** The topology's own, commands from the API, and ticks. */
    private static final List<Topic<?>> WRITTEN_BY_THE_APP = List.of(
            Topics.OBSERVATIONS,
            Topics.LOOP,
            Topics.TRENDS,
            Topics.CYCLES,
            Topics.PATTERNS,
            Topics.GOALS,
            Topics.INCIDENTS,
            Topics.DECISIONS,
            Topics.LEARNINGS,
            Topics.BRAIN,
            Topics.STATUS,
            Topics.COMMANDS,
            Topics.ANSWERS,
            Topics.DEAD_LETTERS);

    private final String app;
    private final boolean streams;
    private final boolean followsSink;
    private final Map<String, String> connector;
    private final List<String> executorGroups;
    private final Optional<ConnectWorker> worker;

    /** @param worker empty leaves out what a worker needs for itself */
    public RoleGrants(Installation at, List<String> executorGroups, Optional<ConnectWorker> worker) {
        AppSettings settings = at.app();
        this.app = settings.applicationId();
        this.streams = settings.groupProtocol().equals("streams");
        this.followsSink = settings.observesItself();
        this.connector = at.connector(ShippedConnector.POSTGRES_SINK);
        this.executorGroups = List.copyOf(executorGroups);
        this.worker = worker;
    }

    /** The grants of a role, one a resource. */
    public List<Grant> of(Role role) {
        Collected collected = new Collected();
        switch (role) {
            case APP -> app(collected);
            case CONNECT -> connect(collected);
            case PUBLISHER -> collected.topics(List.of(Topics.OBSERVATIONS), WRITE);
            case EXECUTOR -> {
                collected.topics(List.of(Topics.DECISIONS, Topics.INCIDENTS), READ);
                collected.topics(List.of(Topics.OUTCOMES), WRITE);
                executorGroups.forEach(group -> collected.add(Grant.group(group, READ)));
            }
            case OPERATOR -> operator(collected);
            case ADMIN -> admin(collected);
        }
        return collected.grants();
    }

    private void app(Collected to) {
        to.topics(AureaTopology.READ, READ);
        to.topics(READ_BY_THE_API, READ);
        to.topics(WRITTEN_BY_THE_APP, WRITE);
        AureaTopology.changelogs(app).forEach(topic -> to.add(Grant.topic(topic, CREATE, READ, WRITE)));
        // Without it the app would not see that a restore has been interrupted.
        to.add(Grant.topic(RestoreMark.TOPIC, DESCRIBE));
        to.add(Grant.group(app, READ));
        to.add(Grant.group(InputLogs.group(app), READ));
        to.add(Grant.transactions(app + "-", WRITE));
        if (streams) {
            to.add(Grant.group(app, DESCRIBE_CONFIGS));
        }
        if (followsSink) {
            to.add(Grant.group(sinkGroup(), DESCRIBE));
        }
    }

    private void connect(Collected to) {
        sunk().forEach(topic -> to.add(Grant.topic(topic, READ)));
        Optional.ofNullable(connector.get("errors.deadletterqueue.topic.name"))
                .filter(topic -> !topic.isBlank())
                .ifPresent(topic -> to.add(Grant.topic(topic, WRITE)));
        // A restore sets the offsets of a stopped connector anew, which deletes those that are there.
        to.add(Grant.group(sinkGroup(), READ, DELETE));
        worker.ifPresent(own -> {
            own.topics().forEach(topic -> to.add(Grant.topic(topic, CREATE, DESCRIBE_CONFIGS, READ, WRITE)));
            to.add(Grant.group(own.group(), READ));
        });
    }

    private void operator(Collected to) {
        // Drain waits until all of it has been read, from the groups, and in doubt, since markers take offsets too,
        // from the logs.
        to.topics(AureaTopology.READ, READ);
        sunk().forEach(topic -> to.add(Grant.topic(topic, READ)));
        to.add(Grant.group(app, DESCRIBE));
        to.topics(List.of(Topics.STATUS, Topics.DEAD_LETTERS), READ);
        to.topics(List.of(Topics.COMMANDS, Topics.POLICIES, Topics.BRAIN), WRITE);
        // dead-letters replay
        to.topics(List.of(Topics.OBSERVATIONS, Topics.OUTCOMES), WRITE);
    }

    private void admin(Collected to) {
        AclOperation[] all = {CREATE, READ, WRITE, DELETE, ALTER_CONFIGS};
        to.topics(Topics.ALL, all);
        AureaTopology.changelogs(app).forEach(topic -> to.add(Grant.topic(topic, all)));
        to.add(Grant.topic(RestoreMark.TOPIC, CREATE, DELETE));
        to.add(Grant.group("*", READ));
        to.add(Grant.group(app, DELETE));
        to.add(Grant.group(InputLogs.group(app), DELETE));
        if (streams) {
            to.add(Grant.group(app, ALTER_CONFIGS));
        }
    }

    private List<String> sunk() {
        return Stream.of(connector.getOrDefault("topics", "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .toList();
    }

    private String sinkGroup() {
        return connector.getOrDefault(
                "consumer.override.group.id", "connect-" + ShippedConnector.POSTGRES_SINK.connectorName());
    }

    /** One grant a resource, in the order of resources, whatever asked for it. */
    private static final class Collected {
        private final Map<String, Grant> byResource = new TreeMap<>();

        void topics(Collection<Topic<?>> topics, AclOperation... operations) {
            topics.forEach(topic -> add(Grant.topic(topic.name(), operations)));
        }

        void add(Grant grant) {
            byResource.merge(
                    grant.resource().resourceType() + "/" + grant.resource().name(), grant, Collected::both);
        }

        private static Grant both(Grant one, Grant other) {
            Set<AclOperation> operations = EnumSet.copyOf(one.operations());
            operations.addAll(other.operations());
            return new Grant(one.resource(), new TreeSet<>(operations));
        }

        List<Grant> grants() {
            return new ArrayList<>(byResource.values());
        }
    }
}
