package io.aurea.health;

import java.util.List;

/**
 * Turns a number into a score by linear interpolation between points; constant beyond the ends.
 *
 * @param points ordered by value, 2 to 20; scores in [0, 100], monotonic
 */
public record Scale(List<Point> points) {

    public record Point(double value, double score) {
        public Point {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("value is " + value + "; allowed: a finite number");
            }
            if (!(score >= 0 && score <= 100)) {
                throw new IllegalArgumentException("score is " + score + "; allowed: [0, 100]");
            }
        }
    }

    public Scale {
        points = List.copyOf(points);
        if (points.size() < 2 || points.size() > 20) {
            throw new IllegalArgumentException("limits has " + points.size() + " points; allowed: 2 to 20");
        }
        boolean falls = false;
        boolean rises = false;
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            if (b.value() <= a.value()) {
                throw new IllegalArgumentException("limits has value " + b.value() + " behind " + a.value()
                        + "; allowed: values that rise from point to point");
            }
            falls |= b.score() < a.score();
            rises |= b.score() > a.score();
        }
        if (falls == rises) {
            throw new IllegalArgumentException("limits has scores that "
                    + (rises ? "rise and fall" : "are all the same") + "; allowed: scores that only rise or only fall");
        }
    }

    /** Whether more is better. */
    boolean rises() {
        return points.get(points.size() - 1).score() > points.get(0).score();
    }

    /** In [0, 100], for any number including infinities, except NaN. */
    public double score(double value) {
        Point last = points.get(0);
        if (value <= last.value()) {
            return last.score();
        }
        for (Point p : points) {
            if (value < p.value()) {
                double part = (value - last.value()) / (p.value() - last.value());
                double score = last.score() + part * (p.score() - last.score());
                return Math.min(Math.max(last.score(), p.score()), Math.max(Math.min(last.score(), p.score()), score));
            }
            last = p;
        }
        return last.score();
    }
}
