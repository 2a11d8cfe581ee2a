package io.aurea.evaluate;

/** Does nothing; faults end by themselves or are eventually repaired by a person. */
final class NoAction implements Arm {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public ArmTurn cycle(ObservedCycle cycle) {
        return ArmTurn.NOTHING;
    }
}
