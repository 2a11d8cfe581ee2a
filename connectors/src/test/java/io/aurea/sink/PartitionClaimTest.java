package io.aurea.sink;

import static io.aurea.sink.PartitionClaim.ClaimVerdict.FOREIGN_LOG;
import static io.aurea.sink.PartitionClaim.ClaimVerdict.SKIP;
import static io.aurea.sink.PartitionClaim.ClaimVerdict.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionClaimTest {

    private static final long EPOCH = 3;

    @Test
    void shouldStoreWhatIsNotStoredYet() {
        assertThat(claim(null).judge(0)).isEqualTo(STORE);
        assertThat(claim(5L).judge(5)).isEqualTo(STORE);
        assertThat(claim(5L).judge(9)).isEqualTo(STORE);
        assertThat(claim(5L).judge(4)).isEqualTo(FOREIGN_LOG);
    }

    @Test
    void shouldSkipTheBatchWhoseCommitWorkedAlthoughNoAnswerCame() {
        PartitionClaim settled = claim(5L).attempting(8).reconciled(new OffsetTable.Stored(EPOCH, 8L));

        assertThat(settled.stored()).isEqualTo(8);
        assertThat(settled.judge(5)).isEqualTo(SKIP);
        assertThat(settled.judge(7)).isEqualTo(SKIP);
        assertThat(settled.judge(8)).isEqualTo(STORE);
        assertThat(settled.judge(4)).isEqualTo(FOREIGN_LOG);
        assertThat(settled.stored(9).judge(7)).isEqualTo(FOREIGN_LOG);
    }

    @Test
    void shouldStoreTheBatchAgainWhoseCommitFailed() {
        PartitionClaim settled = claim(5L).attempting(8).reconciled(new OffsetTable.Stored(EPOCH, 5L));

        assertThat(settled).isEqualTo(claim(5L));
        assertThat(settled.judge(5)).isEqualTo(STORE);
    }

    @Test
    void shouldKnowThatItLostThePartition() {
        assertThat(claim(5L).attempting(8).reconciled(new OffsetTable.Stored(EPOCH + 1, 5L)))
                .isNull();
        assertThat(claim(5L).attempting(8).reconciled(new OffsetTable.Stored(EPOCH, 6L)))
                .isNull();
        assertThat(claim(5L).reconciled(new OffsetTable.Stored(0, null))).isNull();
    }

    private static PartitionClaim claim(Long stored) {
        return PartitionClaim.of(new OffsetTable.Stored(EPOCH, stored));
    }
}
