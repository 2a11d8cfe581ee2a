package io.aurea.status;

import java.util.HashMap;
import java.util.Map;

/** How much of something there is at once, for one caller and for all. Thread-safe. */
final class CallerSlots {
    private final int most;
    private final int mostOfOne;
    private final Map<Caller, Integer> ofOne = new HashMap<>();
    private int taken;

    CallerSlots(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** @return whether there was one; it must be given back */
    synchronized boolean take(Caller caller) {
        if (taken >= most || ofOne.getOrDefault(caller, 0) >= mostOfOne) {
            return false;
        }
        taken++;
        ofOne.merge(caller, 1, Integer::sum);
        return true;
    }

    synchronized void giveBack(Caller caller) {
        taken--;
        ofOne.computeIfPresent(caller, (c, count) -> count == 1 ? null : count - 1);
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int taken(Caller caller) {
        return ofOne.getOrDefault(caller, 0);
    }
}
