package io.aurea.autonomy;

/**
 * The policy's section {@code autonomy}.
 *
 * @param level of a new tenant; later a policy can only lower it, see {@link Controls}
 * @param supervised confidence needed at SUPERVISED
 * @param autonomous confidence needed at AUTONOMOUS
 * @param fullAuto confidence needed at FULL_AUTO
 * @param floor when a tenant loses a level by itself
 */
public record AutonomySettings(
        AutonomyLevel level, Threshold supervised, Threshold autonomous, Threshold fullAuto, FloorSettings floor) {

    /**
     * The share of verified actions that a tenant's loop must reach, see {@link Floor}.
     *
     * @param verifiedRate a level is lost on evidence that the loop's rate is lower, [0, 1]; 0: never
     * @param error probability that a loop whose rate is not lower ever loses a level, (0, 1)
     */
    public record FloorSettings(double verifiedRate, double error) {
        public FloorSettings {
            if (!(verifiedRate >= 0 && verifiedRate <= 1)) {
                throw new IllegalArgumentException("verified_rate is " + verifiedRate + "; allowed: [0, 1]");
            }
            if (!(error > 0 && error < 1)) {
                throw new IllegalArgumentException("error is " + error + "; allowed: (0, 1)");
            }
        }
    }

    /**
     * SUPERVISED; 0.85, 0.75 and 0.65, each free to move by 0.10; a level is lost below 50 % verified, with an error of
     * 1 %.
     */
    public static final AutonomySettings DEFAULTS = new AutonomySettings(
            AutonomyLevel.SUPERVISED,
            new Threshold(0.85, 0.75, 0.95),
            new Threshold(0.75, 0.65, 0.85),
            new Threshold(0.65, 0.55, 0.75),
            new FloorSettings(0.5, 0.01));

    /** The same with another level. */
    public AutonomySettings at(AutonomyLevel other) {
        return new AutonomySettings(other, supervised, autonomous, fullAuto, floor);
    }

    /**
     * The confidence needed at a level.
     *
     * @throws IllegalArgumentException for a level that always asks
     */
    public Threshold threshold(AutonomyLevel of) {
        return switch (of) {
            case SUPERVISED -> supervised;
            case AUTONOMOUS -> autonomous;
            case FULL_AUTO -> fullAuto;
            case MANUAL, ASSISTED -> throw new IllegalArgumentException(of + " always asks");
        };
    }
}
