package io.aurea.pattern.rule;

import io.aurea.pattern.AttemptHistory;
import io.aurea.pattern.ClosedCycle;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.trend.ModelSettings;
import io.aurea.window.Forgetting;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** The attempts of every source of a tenant, and of the tenant itself under the empty name. */
public final class AttemptHistories {
    private static final String TENANT = "";

    private final ModelSettings settings;
    private final TreeMap<String, AttemptHistory> histories = new TreeMap<>();

    public AttemptHistories(ModelSettings settings) {
        this.settings = settings;
    }

    public SortedMap<String, AttemptHistory> bySource() {
        return Collections.unmodifiableSortedMap(histories);
    }

    /** Which of a source's failures were accepted in a window, and which are still out of order. */
    private static final class Acceptance {
        private boolean any;
        private boolean all = true;

        public void add(Trend t) {
            any |= t.getFailuresAcceptedAt() != null
                    && t.getFailuresAcceptedAt().equals(t.getWindowStart());
            all &= t.getFailuresOutOfOrderSince() == null;
        }
    }

    /** @param changed receives the names of changed entries */
    public void add(ClosedCycle cycle, Consumer<String> changed) {
        TreeMap<String, AttemptHistory.Sum> sums = new TreeMap<>();
        TreeMap<String, Acceptance> acceptances = new TreeMap<>();
        for (Trend t : cycle.trends()) {
            if (t.getKind() == ObservationKind.OPERATION && t.getAttempts() > 0) {
                for (String of : new String[] {t.getSource(), TENANT}) {
                    sums.computeIfAbsent(of, s -> new AttemptHistory.Sum()).add(t);
                    acceptances.computeIfAbsent(of, s -> new Acceptance()).add(t);
                }
            }
        }
        sums.forEach((of, sum) -> {
            AttemptHistory run = histories.computeIfAbsent(of, s -> new AttemptHistory(settings));
            Acceptance acceptance = acceptances.get(of);
            if (acceptance.any && acceptance.all) {
                run.accept(cycle.windowStartMs());
            }
            run.add(cycle.windowStartMs(), cycle.windowEndMs(), sum, !of.equals(TENANT));
            changed.accept(of);
        });
    }

    /** Forgets sources without attempts since then. */
    public void retire(long beforeMs, Consumer<String> changed) {
        remove((source, run) -> run.lastMs() <= beforeMs, changed);
    }

    /** Forgets a source; the tenant as a whole has had its attempts. */
    public void forget(Forgetting what, Consumer<String> changed) {
        remove((source, run) -> what.covers(source, ""), changed);
    }

    private void remove(BiPredicate<String, AttemptHistory> which, Consumer<String> changed) {
        histories.entrySet().removeIf(run -> {
            boolean gone = which.test(run.getKey(), run.getValue());
            if (gone) {
                changed.accept(run.getKey());
            }
            return gone;
        });
    }

    public void load(String of, byte[] stored) {
        histories.put(of, AttemptHistory.decode(settings, stored));
    }

    /** Null when it is gone. */
    public byte[] encode(String of) {
        AttemptHistory run = histories.get(of);
        return run == null ? null : run.encode();
    }

    public void forEach(BiConsumer<String, AttemptHistory> action) {
        histories.forEach(action);
    }
}
