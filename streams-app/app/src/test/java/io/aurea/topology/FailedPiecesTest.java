package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What fails for a reason of its own is tried a few times, and then left out. */
class FailedPiecesTest {
    private long nanos;

    @Test
    void shouldGiveUpAPieceOfWorkAfterThreeTriesAndNoOther() {
        FailedPieces failures = new FailedPieces(() -> nanos);
        assertThat(failures.any()).isFalse();
        for (int attempt = 1; attempt <= FailedPieces.TRIES; attempt++) {
            assertThat(failures.isHopeless("a record")).isFalse();
            assertThat(failures.failed("a record", new StackOverflowError()))
                    .hasMessage("a record failed, try " + attempt + " of 3: StackOverflowError")
                    .hasRootCauseInstanceOf(StackOverflowError.class);
        }
        failures.failed("another", new IllegalStateException("odd"));

        assertThat(failures.any()).isTrue();
        assertThat(failures.hopeless("a record")).contains("it failed 3 times: StackOverflowError");
        assertThat(failures.isHopeless("another")).isFalse();
    }

    @Test
    void shouldEndTheAppWhereLeavingOutDoesNotHelp() {
        FailedPieces failures = new FailedPieces(() -> nanos);
        for (int attempt = 1; attempt <= FailedPieces.TRIES; attempt++) {
            assertThat(failures.failed("a record", new IllegalStateException("odd")))
                    .isInstanceOf(PieceFailedException.class);
        }
        assertThat(failures.failed("a record", new IllegalStateException("odd")))
                .isNotInstanceOf(PieceFailedException.class)
                .hasMessage("a record fails although it is left out: IllegalStateException: odd");
        assertThat(FailedPieces.isFromOutside(new OutOfMemoryError())).isTrue();
        assertThat(FailedPieces.isFromOutside(new StackOverflowError())).isFalse();
    }

    @Test
    void shouldAskForNothingWhileNothingIsLeftOut() {
        FailedPieces failures = new FailedPieces(() -> nanos);
        failures.failed("a record", new IllegalStateException("once"));
        assertThat(failures.any()).as("tried again, and perhaps well").isFalse();
        failures.failed("a record", new IllegalStateException("twice"));
        failures.failed("a record", new IllegalStateException("three times"));
        assertThat(failures.any()).isTrue();
        nanos += 601_000_000_000L;
        assertThat(failures.any()).as("long after").isFalse();
        assertThat(failures.isHopeless("a record")).isFalse();
    }
}
