package io.aurea.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Slow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./aurea lab truth}; the full one takes ten times as long. */
@Slow
class TruthMatrixTest {

    @Test
    void shouldBeRightInEveryCell() {
        Matrix matrix = new Matrix(true, 1);
        List<CellVerdict> verdicts = matrix.cases().parallelStream()
                .flatMap(of -> matrix.play(of).stream())
                .toList();

        assertThat(verdicts).hasSizeGreaterThan(1_500);
        assertThat(verdicts.stream().filter(verdict -> !verdict.right())).isEmpty();
    }

    @Test
    void shouldGiveTheSameVerdictsAgain() {
        Case of = new Case(SimulatedService.BACKLOG, 300_000, 7_200_000, true);

        assertThat(new Matrix(true, 7).play(of)).isEqualTo(new Matrix(true, 7).play(of));
    }
}
