package io.aurea.truth;

import io.aurea.cycle.WholeLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays faults of every size and length, and a time in order, against the whole loop, after the history of a case. The
 * history is learned once per case; each fault starts from a copy. The same seed gives the same verdicts.
 */
public final class Matrix {
    static final List<Long> LENGTHS_MS = List.of(
            Duration.ofMinutes(10).toMillis(),
            Duration.ofHours(2).toMillis(),
            Duration.ofHours(12).toMillis());

    private static final long BRIEF_WINDOWS = 5_000;
    private static final long BRIEF_FAULT_WINDOWS = 1_000;

    /** Length of a fault that a person accepts halfway through. */
    private static final long ACCEPTED_MS = LENGTHS_MS.get(1);

    private final boolean brief;
    private final long seed;

    /** @param brief leaves out the slowest: 14 days of 10 s and 60 s, and faults of 12 hours of 10 s */
    public Matrix(boolean brief, long seed) {
        this.brief = brief;
        this.seed = seed;
    }

    /** The cases to play, the slowest first. */
    public List<Case> cases() {
        return Case.all().stream()
                .filter(of -> !brief || of.windowsBefore() <= BRIEF_WINDOWS)
                .toList();
    }

    /** All cells of one case. Cases are independent and may be played concurrently. */
    public List<CellVerdict> play(Case of) {
        Judge judge = new Judge(of);
        LoopTranscript before = new LoopTranscript();
        Drive history = Drive.fresh(of, before, seed(of, 0));
        for (long w = -of.windowsBefore(); w < 0; w++) {
            history.window((int) w, null);
        }
        Start start = new Start(of, judge, history.state(), before);
        List<CellVerdict> verdicts = new ArrayList<>();
        int run = 0;
        for (Size size : Size.values()) {
            for (long lengthMs : lengths(of)) {
                verdicts.addAll(start.fault(size, lengthMs, seed(of, ++run)));
            }
        }
        start.accepted(seed(of, ++run), verdicts);
        start.inOrder(lengths(of), seed(of, ++run), verdicts);
        return verdicts;
    }

    private List<Long> lengths(Case of) {
        return LENGTHS_MS.stream()
                .filter(lengthMs -> !brief || lengthMs / of.cycleMs() <= BRIEF_FAULT_WINDOWS)
                .toList();
    }

    private long seed(Case of, int run) {
        return ((seed * 31 + of.service().ordinal()) * 31 + of.cycleMs()) * 31
                + (of.historyMs() * 2 + (of.daily() ? 1 : 0)) * 31
                + run;
    }

    /** Where the faults of a case begin. */
    private record Start(Case of, Judge judge, WholeLoop.State state, LoopTranscript before) {

        List<CellVerdict> fault(Size size, long lengthMs, long seed) {
            int windows = (int) (lengthMs / of.cycleMs());
            LoopTranscript track = new LoopTranscript(before);
            Drive drive = Drive.onwards(of, state, track, seed);
            for (int w = 0; w < windows + judge.windowsAfter(); w++) {
                drive.window(w, w < windows ? size : null);
            }
            return judge.fault(track, size, lengthMs);
        }

        void accepted(long seed, List<CellVerdict> to) {
            Size size = Size.MIDDLE;
            int windows = (int) (ACCEPTED_MS / of.cycleMs());
            int half = windows / 2;
            if (!judge.canBeAccepted(size, half)) {
                return;
            }
            LoopTranscript track = new LoopTranscript(before);
            Drive drive = Drive.onwards(of, state, track, seed);
            for (int w = 0; w < windows + judge.windowsAfter(); w++) {
                if (w == half) {
                    drive.accept(w);
                }
                drive.window(w, w < windows ? size : null);
            }
            to.add(judge.accepted(track, size, ACCEPTED_MS, half));
        }

        void inOrder(List<Long> lengthsMs, long seed, List<CellVerdict> to) {
            LoopTranscript track = new LoopTranscript(before);
            Drive drive = Drive.onwards(of, state, track, seed);
            int windows = (int) (lengthsMs.get(lengthsMs.size() - 1) / of.cycleMs());
            for (int w = 0; w < windows; w++) {
                drive.window(w, null);
            }
            lengthsMs.forEach(lengthMs -> to.add(judge.inOrder(track, lengthMs)));
        }
    }
}
