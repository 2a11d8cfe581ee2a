package io.aurea.cli.operate;

import io.aurea.cli.DurationConverter;
import io.aurea.observation.LoopTimes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time: ISO-8601 with offset, {@code now}, or {@code +} and a duration from now. */
final class TimeConverter implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        if (text.equals("now")) {
            return now();
        }
        try {
            Instant time = text.startsWith("+")
                    ? now().plus(new DurationConverter().convert(text.substring(1)))
                    : OffsetDateTime.parse(text).toInstant();
            if (LoopTimes.holds(time)) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException notATime) {
            // Refused below, like one that nothing can store.
        }
        throw new TypeConversionException(
                ("'%s' is not a time; allowed: ISO-8601 with offset, such as 2026-11-24T22:00:00Z, in the years 1900 to"
                                + " 9999, now, or a duration from now, such as +2h")
                        .formatted(text));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
