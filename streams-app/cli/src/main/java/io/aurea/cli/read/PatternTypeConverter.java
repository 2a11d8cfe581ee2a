package io.aurea.cli.read;

import io.aurea.schema.PatternType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a type of pattern, case-insensitively. */
public final class PatternTypeConverter implements ITypeConverter<PatternType> {

    @Override
    public PatternType convert(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(PatternType.values())
                .filter(type -> type != PatternType.UNKNOWN && type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is not a type of pattern; allowed: %s"
                        .formatted(
                                text,
                                Arrays.stream(PatternType.values())
                                        .filter(type -> type != PatternType.UNKNOWN)
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", ")))));
    }
}
