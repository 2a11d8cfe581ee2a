package io.aurea.shop;

/** From {@code low} to {@code high}, low at most high. */
public record Range(double low, double high) {

    /** Uniform in the range. */
    public double draw(Dice dice) {
        return low + (high - low) * dice.uniform();
    }
}
