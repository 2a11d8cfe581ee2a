package io.aurea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.evaluate.Arm.Alarm;
import io.aurea.shop.Fault;
import io.aurea.shop.FaultKind;
import io.aurea.shop.Service;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmBookTest {
    private static final long MINUTE = 60_000;
    private static final long NEVER = Long.MIN_VALUE;
    private static final Fault FAULT =
            new Fault(1, FaultKind.FLAPPING_DEPENDENCY, Service.PROVIDER, 0.5, 0, 30 * MINUTE);

    private final AlarmBook book = new AlarmBook(List.of(new Timeline.PlannedWork(100 * MINUTE, 130 * MINUTE)));

    private static Alarm on(String source) {
        return new Alarm(source, "for a test");
    }

    @Test
    void shouldFindAFaultByTheFirstAlarmWhereverItPoints() {
        book.alarm(on("cart"), MINUTE, FAULT, NEVER);
        book.alarm(on("payment"), 2 * MINUTE, FAULT, NEVER);

        assertThat(book.found(1)).isEqualTo(MINUTE);
        assertThat(book.located(1)).isTrue();
        assertThat(book.falseAlarms()).isZero();
    }

    @Test
    void shouldNotTakeAnyPlaceForTheRightOne() {
        book.alarm(on("cart"), MINUTE, FAULT, NEVER);

        assertThat(book.located(1)).isFalse();
        assertThat(book.found(2)).isNull();
    }

    @Test
    void shouldCountAnAlarmOutOfNowhere() {
        book.alarm(on("cart"), 50 * MINUTE, null, NEVER);
        book.alarm(on("payment"), 50 * MINUTE, null, NEVER);

        assertThat(book.falseAlarms()).isEqualTo(2);
        assertThat(book.found(1)).isNull();
    }

    @Test
    void shouldCountWhatGoesOnAndOnOnce() {
        for (int minute = 0; minute <= 90; minute += 9) {
            book.alarm(on("cart"), minute * MINUTE, null, NEVER);
        }
        assertThat(book.falseAlarms()).isEqualTo(1);
        book.alarm(on("cart"), 90 * MINUTE + 10 * MINUTE - 1, null, NEVER);

        assertThat(book.falseAlarms()).isEqualTo(1);
    }

    @Test
    void shouldForgiveTheEchoOfAFaultButNotForEver() {
        book.alarm(on("cart"), 40 * MINUTE, null, 30 * MINUTE);
        assertThat(book.falseAlarms()).isZero();
        book.alarm(on("cart"), 40 * MINUTE + 1, null, 30 * MINUTE);

        assertThat(book.falseAlarms()).isEqualTo(1);
    }

    @Test
    void shouldForgiveAlarmsOfMaintenance() {
        book.alarm(on("database"), 100 * MINUTE, null, NEVER);
        book.alarm(on("database"), 140 * MINUTE, null, NEVER);
        assertThat(book.falseAlarms()).isZero();
        book.alarm(on("database"), 140 * MINUTE + 1, null, NEVER);

        assertThat(book.falseAlarms()).isEqualTo(1);
    }
}
