package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What fails for a reason of its own is tried a few times, and then left out. */
class FailedPiecesTest {

    @Test
    void shouldGiveUpAPieceOfWorkAfterThreeTriesAndNoOther() {
        FailedPieces failures = new FailedPieces();
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
}
