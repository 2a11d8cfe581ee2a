package io.aurea.window;

/**
 * The fates of the records of one partition, since the beginning of its log.
 *
 * <p>Always {@code read = windowed + late + rejected + ticks}. Alert when the two sides differ: records are being lost.
 * {@code late} alone rising means that grace is too short or a publisher's clock is behind, not that data is bad.
 *
 * @param read records read from the partition
 * @param windowed counted into a window
 * @param late arrived after their window had closed; dead-lettered
 * @param rejected broke a rule; dead-lettered
 * @param ticks advanced time, nothing else
 */
public record Tally(long read, long windowed, long late, long rejected, long ticks) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    public Tally plus(Tally other) {
        return new Tally(
                read + other.read,
                windowed + other.windowed,
                late + other.late,
                rejected + other.rejected,
                ticks + other.ticks);
    }
}
