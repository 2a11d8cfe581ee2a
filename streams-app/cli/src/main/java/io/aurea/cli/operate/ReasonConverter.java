package io.aurea.cli.operate;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a reason. */
final class ReasonConverter implements ITypeConverter<String> {

    /** Longer ones would be cut in the records. */
    private static final int MAX = 300;

    @Override
    public String convert(String text) {
        if (text.isBlank() || text.length() > MAX) {
            throw new TypeConversionException(
                    "a reason of %d characters; allowed: 1 to %d, not all blank".formatted(text.length(), MAX));
        }
        return text.strip();
    }
}
