package io.aurea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private final BenchReport report = new BenchReport(1_000, 10, 3);

    @Test
    void shouldGiveMediansAndRatiosRunByRun() {
        // In the second run the machine was slow; its ratios are still those of the others.
        for (double speed : new double[] {1, 0.1, 1}) {
            report.add(ArmName.DECODE, new BenchReport.Run(measured(1_000 * speed), true));
            report.add(ArmName.OBSERVE, new BenchReport.Run(measured(600 * speed), true));
            report.add(ArmName.DSL, new BenchReport.Run(measured(200 * speed), true));
        }
        Map<String, Object> json = report.json();
        assertThat((double) json.get("observe_over_decode")).isEqualTo(0.6, within(1e-9));
        assertThat((double) json.get("observe_over_dsl")).isEqualTo(3, within(1e-9));
        assertThat(report.table()).contains("observe / decode: 0.60   observe / dsl: 3.0");
        assertThat(report.countsOk()).isTrue();
    }

    @Test
    void shouldSayWhenOneRunCountedWrong() {
        report.add(ArmName.DECODE, new BenchReport.Run(measured(1), true));
        report.add(ArmName.OBSERVE, new BenchReport.Run(measured(1), true));
        report.add(ArmName.OBSERVE, new BenchReport.Run(measured(1), false));
        report.add(ArmName.DECODE, new BenchReport.Run(measured(1), true));
        report.add(ArmName.DSL, new BenchReport.Run(measured(1), true));
        report.add(ArmName.DSL, new BenchReport.Run(measured(1), true));
        assertThat(report.countsOk()).isFalse();
        assertThat(report.table().lines().filter(line -> line.endsWith("WRONG")))
                .singleElement()
                .asString()
                .startsWith("observe");
    }

    @Test
    void shouldTakeTheSteadySpeedFromTheMiddleOfTheRecords() {
        ReadProgress progress = new ReadProgress();
        progress.add(0, 0);
        progress.add(10_000_000_000L, 10);
        progress.add(11_000_000_000L, 90);
        progress.add(20_000_000_000L, 100);
        assertThat(progress.steadyPerSecond()).isEqualTo(80, within(1e-9));
    }

    @Test
    void shouldHaveASteadySpeedAlsoWhenAllCameAtOnce() {
        ReadProgress progress = new ReadProgress();
        progress.add(0, 0);
        progress.add(1_000_000_000L, 1_000);
        assertThat(progress.steadyPerSecond()).isEqualTo(1_000, within(1e-9));
    }

    private static Passes measured(double speed) {
        Measured pass = new Measured(1_000, 1, 1, speed, speed, 1, 1, 100.0, SeriesTotals.NONE);
        return new Passes(pass, pass);
    }
}
