package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class AbsenceProperties {

    @Property
    void shouldFindTheMomentSinceWhichSoMuchCounted(
            @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 100) Integer> absentPercent,
            @ForAll @LongRange(min = 0, max = 200_000) long counted) {
        Absence absence = Absence.rounded();
        long at = 1_000_000;
        for (int percent : absentPercent) {
            at += 1_000;
            absence.add(at, 10L * percent);
            Absence stored = Absence.decode(absence.encode());
            assertThat(stored.encode()).isEqualTo(absence.encode());
            absence = stored;
        }
        long total = absentPercent.stream().mapToLong(p -> 10L * p).sum();
        // Nothing is known about the time before the first mark, so its total counts as before it.
        assertThat(absence.total()).isEqualTo(total);
        long end = at + 500;
        long from = absence.before(end, counted);
        assertThat(from).isLessThanOrEqualTo(end);
        assertThat((double) (end - from - absence.between(from, end))).isCloseTo(counted, within(3.0));
        assertThat(absence.between(from, end)).isBetween(0L, end - from);
    }

    @Example
    void shouldKeepTwoMarksWhileNothingHappens() {
        Absence absence = Absence.rounded();
        for (int i = 1; i < 10_000; i++) {
            absence.mark(i * 10L, 0);
        }
        absence.mark(200_000, 90_000);
        absence.mark(210_000, 100_000);
        absence.mark(220_000, 100_000);
        assertThat(absence.encode().length).isLessThanOrEqualTo(2 + 5 * 2 * Long.BYTES);
        assertThat(absence.between(0, 99_000)).isZero();
        assertThat(absence.between(0, 220_000)).isEqualTo(100_000);
        assertThat(absence.between(205_000, 220_000)).isEqualTo(5_000);
    }
}
