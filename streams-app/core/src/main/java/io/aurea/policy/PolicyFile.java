package io.aurea.policy;

import io.aurea.autonomy.AutonomySettings;
import io.aurea.change.ChangeRule;
import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.ScoreWeights;
import io.aurea.goal.GoalRule;
import io.aurea.goal.GoalSettings;
import io.aurea.guard.GuardSettings;
import io.aurea.heal.HealSettings;
import io.aurea.health.HealthSettings;
import io.aurea.incident.RemindSettings;
import io.aurea.learning.LearningSettings;
import io.aurea.metric.MetricCatalogue;
import io.aurea.metric.MetricRule;
import io.aurea.metric.MinimumData;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.PatternSettings.Dependency;
import io.aurea.rule.Capability;
import io.aurea.rule.RuleBook;
import io.aurea.rule.RuleTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a policy from YAML. Missing keys are as in the built-in policy; a list replaces the built-in one, except that
 * its metrics come before the built-in ones. Rules can also be added, overridden and removed, see {@link ListEdits}.
 */
public final class PolicyFile {
    /** Most bytes of its text in UTF-8, at every door: a policy is a single record. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Most bytes of the record that publishes it: the text, who, and when. */
    public static final int MAX_RECORD_BYTES = MAX_BYTES + 4096;

    private static final int MAX_METRICS = 1_000;
    private static final int MAX_RULES = 500;
    private static final String BUILT_IN = "default-policy.yaml";

    /** Given at the top of the file, once for all uses of dependencies. */
    private static final List<String> NOT_KEYS =
            List.of("patterns.origin.dependencies", "patterns.origin.no_dependencies");

    /** The keys at the top of a file. */
    record Sections(
            List<MetricRule> metrics,
            MinimumData minimum,
            List<Dependency> dependencies,
            List<Dependency> noDependencies,
            List<ChangeRule> changes,
            List<Capability> actions,
            HealthSettings health,
            GoalSettings goals,
            PatternSettings patterns,
            AutonomySettings autonomy,
            GuardSettings guards,
            ScoreWeights scoring,
            LearningSettings learning,
            HealSettings healing,
            RemindSettings remind,
            List<RuleTerms> rules) {
        Sections {
            metrics = List.copyOf(metrics);
            rules = List.copyOf(rules);
            if (rules.size() > MAX_RULES) {
                throw new IllegalArgumentException(
                        "rules has " + rules.size() + " entries; allowed: up to " + MAX_RULES);
            }
            Set<String> names = new HashSet<>();
            for (RuleTerms rule : rules) {
                if (!names.add(rule.name())) {
                    throw new IllegalArgumentException(
                            "rules has two of the name '" + rule.name() + "'; allowed: one of each name");
                }
            }
            dependencies = List.copyOf(dependencies);
            changes = List.copyOf(changes);
            actions = List.copyOf(actions);
            noDependencies = List.copyOf(noDependencies);
            Set<Dependency> declared = new HashSet<>(dependencies);
            for (Dependency no : noDependencies) {
                if (declared.contains(no)) {
                    throw new IllegalArgumentException("no_dependencies has " + no.from() + " -> " + no.to()
                            + ", and so has dependencies; allowed: in one of both");
                }
            }
            if (metrics.size() > MAX_METRICS) {
                throw new IllegalArgumentException(
                        "metrics has " + metrics.size() + " entries; allowed: up to " + MAX_METRICS);
            }
        }
    }

    private PolicyFile() {}

    /**
     * @param version of the result
     * @throws PolicyException if the text is not a valid policy; lists every problem
     */
    public static TenantPolicy parse(String yaml, long version) {
        Sections builtIn = BuiltIn.SECTIONS;
        Sections own = read(yaml, builtIn);
        List<MetricRule> metrics = own.metrics() == builtIn.metrics()
                ? own.metrics()
                : Stream.concat(own.metrics().stream(), builtIn.metrics().stream())
                        .toList();
        return policy(version, own, metrics);
    }

    /**
     * How its rules and goals differ from the built-in ones, a line each: {@code rules: 45; added: a, b; removed: c}.
     *
     * @throws PolicyException as {@link #parse}
     */
    public static List<String> changes(String yaml) {
        Sections own = read(yaml, BuiltIn.SECTIONS);
        return Stream.of(
                        ListChanges.between("rules", BuiltIn.SECTIONS.rules(), own.rules(), RuleTerms::name),
                        ListChanges.between(
                                "goals.rules",
                                BuiltIn.SECTIONS.goals().rules(),
                                own.goals().rules(),
                                GoalRule::id))
                .flatMap(Optional::stream)
                .toList();
    }

    static TenantPolicy builtIn() {
        return policy(0, BuiltIn.SECTIONS, BuiltIn.SECTIONS.metrics());
    }

    /** The text of the built-in policy, which explains every key. */
    public static String builtInText() {
        return BuiltIn.TEXT;
    }

    /** The JSON schema of a policy, for editors, see {@link PolicySchema}. */
    public static String schema() {
        return PolicySchema.of(Sections.class, BuiltIn.TEXT, NOT_KEYS).toPrettyString() + '\n';
    }

    private static TenantPolicy policy(long version, Sections s, List<MetricRule> metrics) {
        return new TenantPolicy(
                version,
                new MetricCatalogue(metrics),
                s.minimum(),
                s.health(),
                s.goals(),
                s.patterns().dependingOn(s.dependencies(), s.noDependencies()),
                DecisionPolicy.of(
                        version,
                        s.changes(),
                        s.autonomy(),
                        RuleBook.compile(s.rules().stream().map(RuleTerms::rule).toList(), s.actions()),
                        s.guards(),
                        s.scoring(),
                        s.learning(),
                        s.healing(),
                        s.remind()));
    }

    private static Sections read(String yaml, Sections base) {
        return RecordFile.read("the policy", yaml, MAX_BYTES, Sections.class, base, NOT_KEYS)
                .orElseThrow(() -> new IllegalStateException(BUILT_IN + " is empty"));
    }

    /** Loaded lazily, once. */
    private static final class BuiltIn {
        static final String TEXT = text();
        static final Sections SECTIONS = read(TEXT, null);

        private static String text() {
            try (InputStream in = PolicyFile.class.getResourceAsStream(BUILT_IN)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
