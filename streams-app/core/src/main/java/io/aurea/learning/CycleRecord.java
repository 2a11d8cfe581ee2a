package io.aurea.learning;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.PatternType;
import io.aurea.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * One remembered cycle.
 *
 * @param successRate of operations, [0, 1]; null without attempts
 * @param healthScore [0, 100]; null without data
 * @param patterns active types: one bit each, by their position in the schema; stored by name
 */
record CycleRecord(long cycleNumber, Double successRate, Double healthScore, long patterns) {

    static final Codec<CycleRecord> CODEC = Codec.of(
            1,
            (c, out) -> {
                out.writeLong(c.cycleNumber);
                write(c.successRate, out);
                write(c.healthScore, out);
                writePatterns(c, out);
            },
            in -> new CycleRecord(in.readLong(), read(in), read(in), readPatterns(in)));

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

    private static void writePatterns(CycleRecord c, DataOutputStream out) throws IOException {
        out.writeByte(Long.bitCount(c.patterns));
        for (PatternType type : PatternType.values()) {
            if (c.had(type)) {
                out.writeUTF(type.name());
            }
        }
    }

    private static long readPatterns(DataInputStream in) throws IOException {
        long bits = 0;
        for (int n = in.readByte(); n > 0; n--) {
            bits |= 1L << PatternType.valueOf(in.readUTF()).ordinal();
        }
        return bits;
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
