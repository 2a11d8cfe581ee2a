package io.aurea.learning;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.PatternType;
import io.aurea.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * One closed cycle, as it is remembered.
 *
 * @param successRate of operations, [0, 1]; null without attempts
 * @param healthScore [0, 100]; null without data
 * @param patterns types that were on: one bit each, by their place in the schema
 */
record CycleRecord(long cycleNumber, Double successRate, Double healthScore, long patterns) {

    static final Codec<CycleRecord> CODEC = Codec.of(
            1,
            (c, out) -> {
                out.writeLong(c.cycleNumber);
                write(c.successRate, out);
                write(c.healthScore, out);
                out.writeLong(c.patterns);
            },
            in -> new CycleRecord(in.readLong(), read(in), read(in), in.readLong()));

    static CycleRecord of(CycleMetrics cycle, List<PatternType> on) {
        long bits = 0;
        for (PatternType type : on) {
            bits |= 1L << type.ordinal();
        }
        return new CycleRecord(cycle.getCycleNumber(), cycle.getSuccessRate(), cycle.getHealthScore(), bits);
    }

    boolean had(PatternType type) {
        return (patterns & 1L << type.ordinal()) != 0;
    }

    private static void write(Double value, DataOutputStream out) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeDouble(value);
        }
    }

    private static Double read(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readDouble() : null;
    }
}
