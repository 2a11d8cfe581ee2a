package io.aurea.fault;

import io.aurea.fixture.FaultyStack;
import io.aurea.fixture.InjectsFaults;
import io.aurea.fixture.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Each fault as long as it is in bad days, one after the other on one stack; after each, everything is there once. */
@InjectsFaults
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
    private static final int COUNT = 20_000;
    private static final int CYCLES = 60;
    private static final int MANY = 1_000_000;
    private static final int CYCLES_OF_MANY = 360;
    private static final int KILLS = 20;
    private static final Faults FAULTS = new Faults(Duration.ofSeconds(30), Duration.ofSeconds(45));

    @TempDir
    static Path folder;

    private static FaultyStack stack;
    private static final List<Traffic> SENT = new ArrayList<>();
    private static Timeline timeline;

    @BeforeAll
    static void start() throws Exception {
        stack = FaultyStack.start(folder);
        timeline = new Timeline();
    }

    @AfterAll
    static void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> shouldHaveEverythingOnceAfter() {
        return FAULTS.all().entrySet().stream()
                .map(fault -> DynamicTest.dynamicTest(fault.getKey(), () -> after(fault)));
    }

    private static void after(Map.Entry<String, Fault> fault) throws Exception {
        Load load = new Load(stack, fault.getKey(), timeline.next(fault.getKey(), CYCLES, COUNT));
        fault.getValue().strike(stack, load);
        assertWholeAgain(fault.getKey(), load);
    }

    @Test
    @Order(2)
    void shouldCountAMillionOnceAlthoughAnInstanceIsKilledTwentyTimes() throws Exception {
        Load load = new Load(stack, "kills", timeline.next("kills", CYCLES_OF_MANY, MANY));
        int part = load.traffic().lines().size() / KILLS;
        for (int kill = 0; kill < KILLS; kill++) {
            load.begin(part);
            Faults.killAnInstance(stack, kill % 2);
            stack.awaitReady(kill % 2);
        }
        assertWholeAgain("kills", load);
    }

    private static void assertWholeAgain(String fault, Load load) throws Exception {
        long over = System.nanoTime();
        load.end();
        SENT.add(load.traffic());
        stack.drain();
        System.out.printf(
                "fault %s: everything stored %.1f s after it was over%n", fault, (System.nanoTime() - over) / 1e9);
        new Audit(stack).assertWhole(SENT);
    }
}
