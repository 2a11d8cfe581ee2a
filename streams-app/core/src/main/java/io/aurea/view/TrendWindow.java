package io.aurea.view;

import io.aurea.state.Codec;
import io.aurea.window.Forgetting;
import java.util.ArrayList;
import java.util.List;

/**
 * The series of a tenant over one window, ordered by source and name.
 *
 * @param startMs inclusive, epoch milliseconds
 * @param endMs exclusive
 */
public record TrendWindow(long startMs, long endMs, List<TrendPoint> points) {

    /** The rest of it; null if nothing is left. */
    TrendWindow without(Forgetting what) {
        List<TrendPoint> left =
                points.stream().filter(p -> !what.covers(p.source(), p.name())).toList();
        return left.size() == points.size() ? this : left.isEmpty() ? null : new TrendWindow(startMs, endMs, left);
    }

    static final Codec<TrendWindow> CODEC = Codec.of(
            1,
            (w, out) -> {
                out.writeLong(w.startMs);
                out.writeLong(w.endMs);
                out.writeInt(w.points.size());
                for (TrendPoint p : w.points) {
                    p.write(out);
                }
            },
            in -> {
                long start = in.readLong();
                long end = in.readLong();
                int count = in.readInt();
                List<TrendPoint> points = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    points.add(TrendPoint.read(in));
                }
                return new TrendWindow(start, end, points);
            });
}
