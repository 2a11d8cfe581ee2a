package io.aurea.trend;

/**
 * Order statistics without sorting.
 *
 * <p>C. A. R. Hoare, Algorithm 65: Find, Communications of the ACM 4 (1961).
 */
final class Selection {

    private Selection() {}

    /**
     * The number with this rank among the first {@code count}; reorders them so that none before the rank is greater
     * and none after it is smaller.
     *
     * @param rank from 0, [0, count)
     */
    static double smallest(double[] numbers, int count, int rank) {
        int from = 0;
        int to = count - 1;
        while (from < to) {
            double pivot = numbers[rank];
            int i = from;
            int j = to;
            while (i <= j) {
                while (numbers[i] < pivot) {
                    i++;
                }
                while (pivot < numbers[j]) {
                    j--;
                }
                if (i <= j) {
                    double moved = numbers[i];
                    numbers[i++] = numbers[j];
                    numbers[j--] = moved;
                }
            }
            if (j < rank) {
                from = i;
            }
            if (rank < i) {
                to = j;
            }
        }
        return numbers[rank];
    }

    /** The greatest of the first {@code count}, [1, ..). */
    static double greatest(double[] numbers, int count) {
        double greatest = numbers[0];
        for (int i = 1; i < count; i++) {
            greatest = Math.max(greatest, numbers[i]);
        }
        return greatest;
    }
}
