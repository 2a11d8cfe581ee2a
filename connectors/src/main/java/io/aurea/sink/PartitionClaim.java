package io.aurea.sink;

import java.util.Objects;

/**
 * What a task knows about a partition it holds. Immutable.
 *
 * @param epoch under which it claimed the partition
 * @param stored next offset known to be stored; null before the first
 * @param attempted next offset of a commit whose result is unknown; null when there is none
 * @param replayFrom lowest offset that may be delivered again, because its commit turned out to have succeeded although
 *     the connection broke before the answer; null when none may
 */
record PartitionClaim(long epoch, Long stored, Long attempted, Long replayFrom) {

    /** What to do with a record at an offset. */
    enum ClaimVerdict {
        STORE,
        /** Its row is already stored. */
        SKIP,
        /** The partition's log is not the one whose offsets are stored. */
        FOREIGN_LOG
    }

    static PartitionClaim of(OffsetTable.Stored stored) {
        return new PartitionClaim(stored.epoch(), stored.nextOffset(), null, null);
    }

    PartitionClaim attempting(long next) {
        return new PartitionClaim(epoch, stored, next, replayFrom);
    }

    PartitionClaim stored(long next) {
        return new PartitionClaim(epoch, next, null, null);
    }

    /**
     * Resolves a commit whose result is unknown.
     *
     * @param found the row read on a fresh connection
     * @return the claim that agrees with it, or null if this task is fenced
     */
    PartitionClaim reconciled(OffsetTable.Stored found) {
        if (found.epoch() != epoch) {
            return null;
        }
        if (Objects.equals(found.nextOffset(), stored)) {
            return new PartitionClaim(epoch, stored, null, replayFrom);
        }
        if (attempted != null && attempted.equals(found.nextOffset())) {
            return new PartitionClaim(epoch, attempted, null, stored == null ? Long.valueOf(0) : stored);
        }
        return null;
    }

    boolean isBehind(long next) {
        return stored == null || stored < next;
    }

    ClaimVerdict judge(long offset) {
        if (stored == null || offset >= stored) {
            return ClaimVerdict.STORE;
        }
        return replayFrom != null && offset >= replayFrom ? ClaimVerdict.SKIP : ClaimVerdict.FOREIGN_LOG;
    }
}
