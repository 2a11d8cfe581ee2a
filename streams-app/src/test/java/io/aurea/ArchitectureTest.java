package io.aurea;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The core is pure: it knows no Kafka, no clock, no unseeded chance and no server. */
@AnalyzeClasses(packages = "io.aurea", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
        "io.aurea.pattern..",
        "io.aurea.policy..",
        "io.aurea.rule..",
        "io.aurea.shop..",
        "io.aurea.state..",
        "io.aurea.trend..",
        "io.aurea.truth..",
        "io.aurea.window.."
    };

    @ArchTest
    static final ArchRule theCoreKnowsNoKafka = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule theCoreKnowsNoShell = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.aurea.app..",
                    "io.aurea.clock..",
                    "io.aurea.command..",
                    "io.aurea.local..",
                    "io.aurea.registry..",
                    "io.aurea.serde..",
                    "io.aurea.status..",
                    "io.aurea.telemetry..",
                    "io.aurea.topic..",
                    "io.aurea.topology..",
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
