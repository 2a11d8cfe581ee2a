package io.aurea.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.aurea.fixture.Trends;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an entry of what the API shows is, it is loaded and shown, or refused, so that it is set aside. */
class StoredViewsFuzzTest {

    static Stream<Arguments> entries() {
        TenantHistory history = new TenantHistory("shop");
        history.cycle(
                CycleMetrics.newBuilder().setTenantId("shop").setCycleNumber(1).build());
        history.decision(Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId("d")
                .setState(DecisionState.AWAITING_APPROVAL)
                .build());
        history.trend(Trends.metric("shop", "cart", "queue", 0, 5));
        List<Arguments> entries = new ArrayList<>();
        history.saveAll((key, value) -> entries.add(Arguments.of(key, value)));
        return entries.stream();
    }

    @MethodSource("entries")
    @Timeout(10)
    @FuzzTest
    void shouldLoadAnEntryOrRefuseIt(byte @NotNull [] key, byte @NotNull [] value) {
        TenantHistory history = new TenantHistory("shop");
        try {
            history.load(key, value);
        } catch (RuntimeException refused) {
            // The store sets the entry aside, and says so.
            return;
        }
        assertThat(history.view()).isNotNull();
    }
}
