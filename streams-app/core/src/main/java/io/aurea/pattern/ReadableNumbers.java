package io.aurea.pattern;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SortedMap;
import java.util.TreeMap;

/** Numbers for people: three significant digits. */
public final class ReadableNumbers {
    private static final MathContext DIGITS = new MathContext(3);

    private ReadableNumbers() {}

    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return Math.abs(value) >= 1e7 || Math.abs(value) < 1e-4 ? rounded.toString() : rounded.toPlainString();
    }

    public static String percent(double share) {
        return number(100 * share) + " %";
    }

    public static String withUnit(double value, String unit) {
        return unit == null ? number(value) : number(value) + ' ' + unit;
    }

    /** A map from alternating names and texts. */
    public static SortedMap<String, String> data(String... namesAndTexts) {
        TreeMap<String, String> data = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            data.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return data;
    }
}
