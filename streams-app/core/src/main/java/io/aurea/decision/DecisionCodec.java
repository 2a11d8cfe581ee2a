package io.aurea.decision;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.state.Codec;
import java.util.TreeMap;

/**
 * Decisions and cycles as stored values. Avro's readers and builders create hash maps, whose order in the bytes depends
 * on their history; here every map stays sorted, so that a record always has the same bytes.
 */
final class DecisionCodec {
    private static final Codec<Decision> DECISION = Codec.avro(Decision.class);
    private static final Codec<CycleMetrics> CYCLE = Codec.avro(CycleMetrics.class);

    static final Codec<Decision> DECISIONS = new Codec<>() {
        @Override
        public byte[] encode(Decision value) {
            return DECISION.encode(value);
        }

        @Override
        public Decision decode(byte[] bytes) {
            return sorted(DECISION.decode(bytes));
        }
    };

    static final Codec<CycleMetrics> CYCLES = new Codec<>() {
        @Override
        public byte[] encode(CycleMetrics value) {
            return CYCLE.encode(value);
        }

        @Override
        public CycleMetrics decode(byte[] bytes) {
            return sorted(CYCLE.decode(bytes));
        }
    };

    private DecisionCodec() {}

    static Decision copy(Decision decision) {
        return sorted(Decision.newBuilder(decision).build());
    }

    static CycleMetrics copy(CycleMetrics cycle) {
        return sorted(CycleMetrics.newBuilder(cycle).build());
    }

    private static Decision sorted(Decision decision) {
        decision.setParameters(new TreeMap<>(decision.getParameters()));
        decision.setScoreTerms(new TreeMap<>(decision.getScoreTerms()));
        return decision;
    }

    private static CycleMetrics sorted(CycleMetrics cycle) {
        cycle.setHealthComponents(new TreeMap<>(cycle.getHealthComponents()));
        return cycle;
    }
}
