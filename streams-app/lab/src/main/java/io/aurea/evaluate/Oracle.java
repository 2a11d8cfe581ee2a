package io.aurea.evaluate;

import io.aurea.shop.Fault;
import io.aurea.shop.ShopAction;
import java.util.Iterator;
import java.util.List;

/** Knows each fault at the end of its first cycle, and cures it at once. */
final class Oracle implements Arm {
    private final Iterator<Fault> faults;
    private Fault next;

    Oracle(Timeline timeline) {
        this.faults = timeline.faults().iterator();
        advance();
    }

    private void advance() {
        next = faults.hasNext() ? faults.next() : null;
    }

    @Override
    public String name() {
        return "oracle";
    }

    @Override
    public boolean waitsForStragglers() {
        return false;
    }

    @Override
    public ArmTurn cycle(ObservedCycle cycle) {
        if (next == null || next.onsetMs() >= cycle.endMs()) {
            return ArmTurn.NOTHING;
        }
        Fault fault = next;
        advance();
        String target = fault.target().source();
        return new ArmTurn(
                List.of(new Alarm(target, fault.kind().label())),
                fault.kind().cures().stream()
                        .limit(1)
                        .map(cure -> new ShopAction("oracle-" + fault.number(), cure.label(), target))
                        .toList());
    }
}
