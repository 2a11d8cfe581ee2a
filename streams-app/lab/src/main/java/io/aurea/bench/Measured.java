package io.aurea.bench;

/**
 * One pass of one arm over all records.
 *
 * @param records read, including ticks
 * @param startupS from the arm's start to its first record, seconds
 * @param wholeS from the first record to the last commit, seconds
 * @param recordsPerS over all of that time
 * @param steadyRecordsPerS without the first and the last tenth of the records
 * @param cpuSPerMillion CPU seconds of the arm's process per million records, between first record and last commit
 * @param brokerCpuSPerMillion the same for the broker
 * @param peakMb peak resident memory of the arm's process so far, MiB; null where the system does not report it
 * @param decoded totals of what was decoded, for the arm without output
 */
record Measured(
        long records,
        double startupS,
        double wholeS,
        double recordsPerS,
        double steadyRecordsPerS,
        double cpuSPerMillion,
        double brokerCpuSPerMillion,
        Double peakMb,
        SeriesTotals decoded) {}
