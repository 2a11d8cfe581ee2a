package io.aurea.truth;

/**
 * One cell of the matrix.
 *
 * @param size null where there is no fault
 * @param lengthMs of the fault, or of the time in order, milliseconds
 * @param wrong the first thing wrong, for a person; empty if right
 */
public record CellVerdict(MatrixRule rule, Case of, Size size, long lengthMs, String wrong) {

    public boolean right() {
        return wrong.isEmpty();
    }
}
