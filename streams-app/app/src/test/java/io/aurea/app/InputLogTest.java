package io.aurea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InputLogTest {

    @Test
    void shouldFindNothingWhereTheAppIsInsideTheLog() {
        for (long next = 10; next <= 20; next++) {
            InputLog log = log(10, 20, OptionalLong.of(next));
            assertThat(log.expired()).isZero();
            assertThat(log.shorter()).isEmpty();
        }
    }

    @Test
    void shouldCountWhatWasDeletedBeforeItWasRead() {
        InputLog log = log(10, 20, OptionalLong.of(7));

        assertThat(log.expired()).isEqualTo(3);
        assertThat(log.shorter()).isEmpty();
        assertThat(log.expiry())
                .isEqualTo(
                        "aurea.loop-2 begins at offset 10, and the app has read it to 7: 3 records were deleted before"
                                + " they were read");
    }

    @Test
    void shouldNameALogThatIsShorterThanWhatWasRead() {
        assertThat(log(0, 20, OptionalLong.of(21)).shorter())
                .contains("aurea.loop-2 ends at offset 20, and the app has read it to 21");
        assertThat(log(0, 20, OptionalLong.of(21)).expired()).isZero();
    }

    @Test
    void shouldFindNothingWhereTheAppNeverRead() {
        assertThat(log(10, 20, OptionalLong.empty()).expired()).isZero();
        assertThat(log(10, 20, OptionalLong.empty()).shorter()).isEmpty();
    }

    private static InputLog log(long start, long end, OptionalLong next) {
        return new InputLog("aurea.loop", 2, start, end, next);
    }
}
