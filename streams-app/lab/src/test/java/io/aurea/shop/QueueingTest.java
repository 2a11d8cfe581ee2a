package io.aurea.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class QueueingTest {

    @Property
    void shouldGiveTheExactWaitOfOneServer(@ForAll @DoubleRange(min = 0.01, max = 0.94) double rho) {
        assertThat(Queueing.wait(rho, 1, 2.0)).isCloseTo(2.0 * rho / (1 - rho), within(1e-9));
    }

    /** The exact wait comes from Erlang's C formula. */
    @Property
    void shouldComeCloseToTheExactWaitOfSeveralServers(
            @ForAll @IntRange(min = 2, max = 30) int servers, @ForAll @DoubleRange(min = 0.5, max = 0.94) double rho) {
        double exact = erlangC(servers, rho) / (servers * (1 - rho));

        assertThat(Queueing.wait(rho, servers, 1)).isCloseTo(exact, within(0.3 * exact + 0.01));
    }

    private static double erlangC(int servers, double rho) {
        double load = servers * rho;
        double blocked = 1;
        for (int i = 1; i <= servers; i++) {
            blocked = load * blocked / (i + load * blocked);
        }
        return blocked / (1 - rho * (1 - blocked));
    }

    @Property
    void shouldStretchWorkNoFurtherThanAllThreadsOnAllCores(
            @ForAll @DoubleRange(min = 0, max = 500) double rate,
            @ForAll @IntRange(min = 1, max = 16) int cores,
            @ForAll @IntRange(min = 1, max = 10) int threadsPerCore) {
        double work = 0.04;

        double stretched = Queueing.stretched(rate, work, cores, (double) cores * threadsPerCore);

        assertThat(stretched).isBetween(work, work * threadsPerCore + 1e-12);
    }

    @Property
    void shouldCutAResponseOffWhereItsTailSays(
            @ForAll @DoubleRange(min = 0, max = 3) double delay,
            @ForAll @DoubleRange(min = 0.01, max = 5) double mean,
            @ForAll @DoubleRange(min = 0.1, max = 10) double limit) {
        double area = 0;
        int steps = 20_000;
        for (int i = 0; i < steps; i++) {
            area += Queueing.beyond(limit * (i + 0.5) / steps, delay, mean) * limit / steps;
        }

        assertThat(Queueing.capped(limit, delay, mean)).isCloseTo(area, within(1e-3 * limit));
    }
}
