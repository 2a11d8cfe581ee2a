package io.aurea.learning;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as text, the same on every Java version ({@code Double.toString} changed with 19). */
public final class Decimal {

    private Decimal() {}

    /** At most six decimal places; {@code null} for a missing number. */
    public static String of(Double value) {
        if (value == null) {
            return "null";
        }
        BigDecimal rounded = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
