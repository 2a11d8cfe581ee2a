package io.aurea.shop;

/** Business figures, minute by minute; they change slowly and are independent of faults. Not thread-safe. */
final class BackOffice {
    static final String SOURCE = "backoffice";

    private static final int TOPIC = 21;
    private static final double MINUTES_A_DAY = 1_440;
    /** Overdue payments come and go within this many days. */
    private static final double OVERDUE_DAYS = 2;
    /** Without an action, somebody deals with a conflict, a churn risk or an estimate within this many minutes. */
    private static final double HANDLED_MINUTES = 240;
    /** Share of overdue payments that a reminder collects. */
    private static final double COLLECTED = 0.4;

    private final ShopParameters.Office parameters;
    private final long seed;
    private double overdue;
    private int conflicts;
    private int churn;
    private int estimates;

    BackOffice(ShopParameters.Office parameters, long seed) {
        this.parameters = parameters;
        this.seed = seed;
        this.overdue = parameters.overdueMean();
    }

    void minute(long number) {
        Dice dice = Dice.of(seed, TOPIC, number);
        double pull = 1 / (OVERDUE_DAYS * MINUTES_A_DAY);
        double kick = parameters.overdueDeviation() * StrictMath.sqrt(2 * pull);
        overdue = StrictMath.max(0, overdue + pull * (parameters.overdueMean() - overdue) + kick * dice.normal());
        conflicts += dice.poisson(parameters.conflictsPerDay() / MINUTES_A_DAY);
        churn += dice.poisson(parameters.churnPerDay() / MINUTES_A_DAY);
        estimates += dice.poisson(parameters.estimatesPerDay() / MINUTES_A_DAY);
        conflicts -= dice.binomial(conflicts, 1 / HANDLED_MINUTES);
        churn -= dice.binomial(churn, 1 / HANDLED_MINUTES);
        estimates -= dice.binomial(estimates, 1 / HANDLED_MINUTES);
    }

    void act(ActionKind kind) {
        switch (kind) {
            case COLLECT -> overdue *= 1 - COLLECTED;
            case RESCHEDULE -> conflicts = 0;
            case RETAIN -> churn = 0;
            case ESTIMATE -> estimates = 0;
            default -> {}
        }
    }

    /** Euro. */
    double overdue() {
        return overdue;
    }

    int conflicts() {
        return conflicts;
    }

    int churn() {
        return churn;
    }

    int estimates() {
        return estimates;
    }
}
