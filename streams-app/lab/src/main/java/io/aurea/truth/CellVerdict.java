package io.aurea.truth;

/**
 * One cell of the matrix.
 *
 * @param size null where there is no fault
 * @param lengthMs of the fault, or of the time in order, milliseconds
 * @param wrong what went wrong first, for a person; empty when it is right
 */
public record CellVerdict(MatrixRule rule, Case of, Size size, long lengthMs, String wrong) {

    public boolean right() {
        return wrong.isEmpty();
    }
}
