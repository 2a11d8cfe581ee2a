package io.aurea;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The core and the lab's shop are pure: no clock, no unseeded randomness, no files, no servers. The modules' class
 * paths ensure that the core does not see Kafka, and no module a later one.
 */
@AnalyzeClasses(packages = "io.aurea", importOptions = ArchitectureTest.NoTests.class)
class ArchitectureTest {
    /** Excludes tests, and what other modules' tests share. */
    static final class NoTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    private static final String[] CORE = {
        "io.aurea.autonomy..",
        "io.aurea.chance..",
        "io.aurea.cycle..",
        "io.aurea.decision..",
        "io.aurea.evaluate..",
        "io.aurea.failure..",
        "io.aurea.goal..",
        "io.aurea.guard..",
        "io.aurea.heal..",
        "io.aurea.health..",
        "io.aurea.learning..",
        "io.aurea.level..",
        "io.aurea.metric..",
        "io.aurea.observation..",
        "io.aurea.output..",
        "io.aurea.pattern..",
        "io.aurea.policy..",
        "io.aurea.rule..",
        "io.aurea.shop..",
        "io.aurea.state..",
        "io.aurea.trend..",
        "io.aurea.truth..",
        "io.aurea.view..",
        "io.aurea.window.."
    };

    @ArchTest
    static final ArchRule theCoreTouchesNoServerAndNoFile = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.aurea.registry..",
                    "io.aurea.serde..",
                    "io.aurea.topic..",
                    "java.net..",
                    "java.sql..",
                    "java.nio.file..");

    @ArchTest
    static final ArchRule theCoreReadsNoClock = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class);

    @ArchTest
    static final ArchRule theCoreRollsNoDice = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callConstructor(java.util.Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.concurrent.ThreadLocalRandom.class);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.aurea.(*)..").should().beFreeOfCycles();
}
