package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aurea.fixture.AppProcess;
import io.aurea.fixture.AureaBuild;
import io.aurea.fixture.InstalledServers;
import io.aurea.fixture.ReleaseScenario;
import io.aurea.fixture.ReleasedBuild;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import io.aurea.fixture.StoredTraffic;
import io.aurea.fixture.Traffic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A release, built from the repository's history, and this tree, one after the other and side by side. */
@Slow
class ReleasedBuildIT {
    private static final int COUNT = 9_000;
    private static final Traffic TRAFFIC = Traffic.of(COUNT, 11);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.aurea.stack.ReleasedDumpIT#versions")
    void shouldGoOnInTheFolderOfAReleaseAndLetItBack(String version) throws Exception {
        AureaBuild released = build(version);
        Path data = folder.resolve("data");
        Map<String, String> interrupted;
        try (StackProcess stack = StackProcess.up(released, data, ReleaseScenario.CLOCK)) {
            ReleaseScenario scenario = new ReleaseScenario(stack);
            scenario.begin();
            interrupted = scenario.facts();
        }
        Map<String, String> ended;
        try (StackProcess stack = StackProcess.up(data, ReleaseScenario.CLOCK)) {
            ReleaseScenario scenario = new ReleaseScenario(stack);
            assertThat(scenario.facts()).isEqualTo(interrupted);
            scenario.goOn();
            scenario.assertEnded(interrupted);
            ended = scenario.facts();
        }
        try (StackProcess stack = StackProcess.up(released, data, ReleaseScenario.CLOCK)) {
            assertThat(new ReleaseScenario(stack).facts()).isEqualTo(ended);
        }
    }

    @ParameterizedTest
    @MethodSource("io.aurea.stack.ReleasedDumpIT#versions")
    void shouldCountExactlyWhileInstancesAreUpgradedOneAfterTheOther(String version) throws Exception {
        AureaBuild released = build(version);
        List<String> lines = TRAFFIC.lines();
        int third = lines.size() / 3;
        try (InstalledServers servers =
                InstalledServers.start(folder, Optional.empty()).prepared()) {
            AppProcess one = servers.app(released, "one");
            AppProcess other = servers.app(released, "other");
            try {
                one.awaitReady();
                other.awaitReady();
                servers.send(lines.subList(0, third));
                one = upgraded(one, servers, "one");
                servers.send(lines.subList(third, 2 * third));
                other = upgraded(other, servers, "other");
                servers.send(lines.subList(2 * third, lines.size()), "--close");
                String drained = servers.done("drain", "--set", "http.urls=" + one.httpUrl() + "," + other.httpUrl())
                        .out();
                assertThat(drained).contains("windowed " + COUNT + " late " + TRAFFIC.late() + " rejected 0 ");
                StoredTraffic.assertStored(TRAFFIC, servers.endpoints());
                assertThat(one.stop()).as(one.output()).isZero();
                assertThat(other.stop()).as(other.output()).isZero();
            } finally {
                one.close();
                other.close();
            }
        }
    }

    private static AppProcess upgraded(AppProcess older, InstalledServers servers, String name) throws Exception {
        assertThat(older.stop()).as(older.output()).isZero();
        AppProcess newer = servers.app(name);
        newer.awaitReady();
        return newer;
    }

    private static AureaBuild build(String version) throws Exception {
        Optional<AureaBuild> build = ReleasedBuild.of(version);
        assumeTrue(build.isPresent(), "the history of " + version + " is not here; ReleasedDumpIT has what it left");
        return build.get();
    }
}
