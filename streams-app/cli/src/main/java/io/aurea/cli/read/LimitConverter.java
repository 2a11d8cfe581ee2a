package io.aurea.cli.read;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many rows a list may have. */
public final class LimitConverter implements ITypeConverter<Integer> {

    private static final int MOST = 10_000;

    @Override
    public Integer convert(String text) {
        int rows = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (rows < 1 || rows > MOST) {
            throw new TypeConversionException("'%s' is not allowed; allowed: 1 to %d".formatted(text, MOST));
        }
        return rows;
    }
}
