package io.aurea.acl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** Grants as lines for a shell, each a call of Kafka's {@code kafka-acls.sh}, after a comment that names the role. */
public final class AclLines {

    private final String brokers;
    private final String commandConfig;

    /** @param commandConfig file with the login of who runs the lines */
    public AclLines(String brokers, String commandConfig) {
        this.brokers = brokers;
        this.commandConfig = commandConfig;
    }

    /** Resources with the same operations share a line. */
    public List<String> of(Role role, String principal, List<Grant> grants) {
        List<String> lines = new ArrayList<>(List.of("# %s: %s".formatted(role.label(), role.does())));
        Map<String, List<Grant>> alike = new LinkedHashMap<>();
        for (Grant grant : grants) {
            alike.computeIfAbsent(
                            grant.resource().resourceType() + " "
                                    + grant.resource().patternType() + " " + grant.operations(),
                            key -> new ArrayList<>())
                    .add(grant);
        }
        alike.values().forEach(some -> lines.add(line(principal, some)));
        return lines;
    }

    private String line(String principal, List<Grant> grants) {
        Grant first = grants.get(0);
        String pattern =
                first.resource().patternType() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "";
        return "kafka-acls.sh --bootstrap-server %s --command-config %s --add --allow-principal %s %s%s %s"
                .formatted(
                        quoted(brokers),
                        quoted(commandConfig),
                        quoted(principal),
                        first.operations().stream()
                                .map(operation -> "--operation " + name(operation))
                                .collect(Collectors.joining(" ")),
                        pattern,
                        grants.stream()
                                .map(grant -> flag(grant.resource().resourceType()) + " "
                                        + quoted(grant.resource().name()))
                                .collect(Collectors.joining(" ")));
    }

    /** As {@code kafka-acls.sh} calls it: DescribeConfigs. */
    private static String name(AclOperation operation) {
        StringBuilder name = new StringBuilder();
        for (String word : operation.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    private static String flag(ResourceType type) {
        return "--" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For a shell; without quotes where it needs none. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:,=@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
