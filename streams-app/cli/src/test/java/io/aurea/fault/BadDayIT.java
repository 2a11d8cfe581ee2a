package io.aurea.fault;

import io.aurea.fixture.FaultyStack;
import io.aurea.fixture.InjectsFaults;
import io.aurea.fixture.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of {@link FaultsIT}, each for moments, with one check behind them all. */
@InjectsFaults
@Tag("long")
class BadDayIT {
    private static final int COUNT = 3_000;
    private static final int CYCLES = 60;
    private static final Faults FAULTS = new Faults(Duration.ofSeconds(2), Duration.ofSeconds(3));

    @TempDir
    private Path folder;

    @Test
    void shouldHaveEverythingOnceAfterABadDay() throws Exception {
        try (FaultyStack stack = FaultyStack.start(folder)) {
            Timeline timeline = new Timeline();
            Map<String, Fault> faults = new LinkedHashMap<>();
            faults.put("kill", (it, load) -> {
                load.begin();
                Faults.killAnInstance(it, 0);
            });
            faults.putAll(FAULTS.all());
            List<Traffic> sent = new ArrayList<>();
            for (Map.Entry<String, Fault> fault : faults.entrySet()) {
                Load load = new Load(stack, fault.getKey(), timeline.next(fault.getKey(), CYCLES, COUNT));
                long began = System.nanoTime();
                fault.getValue().strike(stack, load);
                load.end();
                sent.add(load.traffic());
                System.out.printf("fault %s: %.1f s%n", fault.getKey(), (System.nanoTime() - began) / 1e9);
            }
            new Audit(stack).assertWhole(sent);
        }
    }
}
