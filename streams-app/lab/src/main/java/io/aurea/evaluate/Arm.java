package io.aurea.evaluate;

import io.aurea.schema.Command;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.shop.ShopAction;
import java.util.List;

/** One way of healing. Called cycle by cycle; keeps its own memory; not thread-safe. */
public interface Arm {

    /**
     * What has become known since the previous cycle.
     *
     * @param startMs start of the cycle, epoch milliseconds, inclusive
     * @param endMs its end, exclusive
     * @param observations everything published in it, in order of publication; must not be kept
     * @param outcomes of this arm's actions that ended in it
     * @param commands that operators gave in it
     */
    record ObservedCycle(
            long startMs, long endMs, List<Observation> observations, List<Outcome> outcomes, List<Command> commands) {}

    /**
     * Something that this arm reports to a person or acts upon.
     *
     * @param source the service that it takes for the origin
     */
    record Alarm(String source, String reason) {}

    /** The arm's response to a cycle. */
    record ArmTurn(List<Alarm> alarms, List<ShopAction> actions) {
        static final ArmTurn NOTHING = new ArmTurn(List.of(), List.of());
    }

    /** Its name in reports. */
    String name();

    ArmTurn cycle(ObservedCycle cycle);

    /** Whether it must wait for stragglers before it sees a cycle, like anything that sees only observations. */
    default boolean waitsForStragglers() {
        return true;
    }
}
