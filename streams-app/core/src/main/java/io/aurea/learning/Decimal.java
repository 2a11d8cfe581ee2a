package io.aurea.learning;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as text, the same on every Java version ({@code Double.toString} changed with 19). */
public final class Decimal {

    private Decimal() {}

    /** With at most six digits after the point; {@code null} for a number that is not there. */
    public static String of(Double value) {
        if (value == null) {
            return "null";
        }
        BigDecimal rounded = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
