package io.aurea.cli.letters;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a letter is in {@code aurea.dead-letters}. */
record LetterName(int partition, long offset) {

    @Override
    public String toString() {
        return partition + ":" + offset;
    }

    /** Reads {@code 0:17}. */
    static final class Converter implements ITypeConverter<LetterName> {
        @Override
        public LetterName convert(String text) {
            if (!text.matches("\\d{1,4}:\\d{1,18}")) {
                throw new TypeConversionException(
                        "'%s' is not allowed; allowed: a partition and an offset, like 0:17".formatted(text));
            }
            int colon = text.indexOf(':');
            return new LetterName(
                    Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
        }
    }
}
