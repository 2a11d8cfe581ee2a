package io.aurea.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What advances a stack's time: the wall clock's ticks, or only the records themselves. */
public enum TimeSource {
    WALL,
    DATA;

    /** Its name in flags and files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @return the time source of that name
     * @throws IllegalArgumentException for anything but {@code wall} and {@code data}
     */
    public static TimeSource of(String text) {
        return switch (text) {
            case "wall" -> WALL;
            case "data" -> DATA;
            default -> throw new IllegalArgumentException("'%s' is not a clock; allowed: wall, data".formatted(text));
        };
    }

    public static final class TimeSourceConverter implements ITypeConverter<TimeSource> {
        @Override
        public TimeSource convert(String text) {
            try {
                return of(text);
            } catch (IllegalArgumentException notAClock) {
                throw new TypeConversionException(notAClock.getMessage());
            }
        }
    }
}
