package io.aurea.evaluate;

/** Nobody looks and nobody acts; faults pass by themselves or are repaired by a person in the end. */
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
