package io.aurea.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Reads times in files, to the millisecond: ISO 8601, or a number since 1970, UTC. Numbers below
 * {@value #FEWEST_MILLIS} are seconds, the others milliseconds: that number is the year 5138 in seconds, and March 1973
 * in milliseconds.
 */
public final class EventTime {
    public static final String ALLOWED =
            "ISO-8601 with offset, e.g. 2026-01-31T12:00:00Z, or epoch seconds or milliseconds, e.g. 1769860800";

    private static final long FEWEST_MILLIS = 100_000_000_000L;
    private static final BigDecimal LEAST_MILLIS = BigDecimal.valueOf(FEWEST_MILLIS);
    private static final int LONGEST_NUMBER = 32;
    private static final int DATE_LENGTH = 10;

    private EventTime() {}

    /**
     * ISO 8601 with an offset.
     *
     * @throws DateTimeException when it is no such time
     */
    public static Instant ofIso(String text) {
        return toMillis(OffsetDateTime.parse(text).toInstant());
    }

    /**
     * ISO 8601 with an offset, by default UTC, with a T or a space between date and time; or a number.
     *
     * @throws DateTimeException when it is no such time
     */
    public static Instant ofText(String text) {
        if (isNumber(text)) {
            return ofNumber(new BigDecimal(text));
        }
        String iso = text.indexOf(' ') == DATE_LENGTH
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
        return DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from)
                        instanceof OffsetDateTime at
                ? toMillis(at.toInstant())
                : toMillis(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    }

    /**
     * Seconds or milliseconds since 1970.
     *
     * @throws DateTimeException when it is out of range
     */
    public static Instant ofNumber(BigDecimal number) {
        BigDecimal millis = number.abs().compareTo(LEAST_MILLIS) < 0 ? number.movePointRight(3) : number;
        if (millis.abs().compareTo(BigDecimal.valueOf(Instant.MAX.getEpochSecond())) > 0) {
            throw new DateTimeException(number + " is out of range");
        }
        return Instant.ofEpochMilli(millis.longValue());
    }

    private static boolean isNumber(String text) {
        return text.length() <= LONGEST_NUMBER && text.matches("-?[0-9]+(\\.[0-9]*)?");
    }

    private static Instant toMillis(Instant time) {
        try {
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (ArithmeticException beyond) {
            throw new DateTimeException(time + " is out of range", beyond);
        }
    }
}
