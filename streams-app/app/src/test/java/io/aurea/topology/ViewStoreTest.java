package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.TenantDecisions;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.policy.PoliciesInForce;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Status;
import io.aurea.view.TenantView;
import io.aurea.view.Views;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewStoreTest {
    private static final PoliciesInForce POLICIES = new PoliciesInForce();

    private final ViewStore store = new ViewStore("views");
    private final Map<String, TenantDecisions> decisions = new HashMap<>();
    private final Map<String, List<KnownCall>> calls = new HashMap<>();

    private final Views.Loop loop = new Views.Loop() {
        @Override
        public TenantDecisions decisionsOf(String tenant) {
            return decisions.get(tenant);
        }

        @Override
        public DecisionPolicy policyOf(String tenant) {
            return POLICIES.of(tenant).decisions();
        }

        @Override
        public List<KnownCall> callsOf(String tenant) {
            return calls.getOrDefault(tenant, List.of());
        }
    };

    private Views owned() {
        Views views = new Views(1 << 20, true);
        store.own(views);
        return views;
    }

    private void cycle(Views views, String tenant, long number) {
        decisions.computeIfAbsent(tenant, TenantDecisions::new);
        views.cycle(CycleMetrics.newBuilder()
                .setTenantId(tenant)
                .setCycleNumber(number)
                .build());
        views.status(Status.newBuilder()
                .setTenantId(tenant)
                .setCyclesCompleted(number)
                .build());
        views.settle(number * 1_000, loop);
    }

    private long cyclesOf(String tenant) {
        return store.view(tenant)
                .flatMap(TenantView::status)
                .map(Status::getCyclesCompleted)
                .orElse(0L);
    }

    /** What the store does during a commit, without a changelog to write to. */
    private void save(Views views) {
        views.save((key, value) -> {});
        store.saved();
    }

    @Test
    void shouldShowWhatACommitSavedWhenItIsOverAndNothingBefore() {
        Views views = owned();
        assertThat(store.owned()).isTrue();
        assertThat(store.asOfMs()).isEmpty();
        cycle(views, "shop", 1);
        assertThat(store.publish()).as("there is something that is not saved").isFalse();
        assertThat(store.tenants()).isEmpty();
        save(views);
        cycle(views, "shop", 2);
        assertThat(store.tenants()).as("the commit is not over").isEmpty();
        assertThat(store.publish()).isFalse();
        assertThat(cyclesOf("shop")).isEqualTo(1);
        assertThat(store.asOfMs()).hasValue(1_000);
        save(views);
        assertThat(store.publish()).isTrue();
        assertThat(cyclesOf("shop")).isEqualTo(2);
        assertThat(store.view("shop").orElseThrow().cycles().last(9))
                .extracting(CycleMetrics::getCycleNumber)
                .containsExactly(1L, 2L);
    }

    @Test
    void shouldNotChangeWhatWasHandedOut() {
        Views views = owned();
        cycle(views, "shop", 1);
        save(views);
        store.publish();
        TenantView before = store.view("shop").orElseThrow();
        cycle(views, "shop", 2);
        save(views);
        store.publish();
        assertThat(before.cycles().size()).isEqualTo(1);
        assertThat(store.view("shop").orElseThrow().cycles().size()).isEqualTo(2);
    }

    @Test
    void shouldBeReadFromItsEntriesOnAStandbyAndByItsNextOwner() {
        Views views = owned();
        cycle(views, "cart", 1);
        cycle(views, "shop", 2);
        cycle(views, "shop-2", 3);
        save(views);
        store.publish();
        store.clearCache();

        assertThat(store.owned()).isFalse();
        assertThat(store.tenants()).containsExactly("cart", "shop", "shop-2");
        assertThat(cyclesOf("cart")).isEqualTo(1);
        assertThat(cyclesOf("shop")).isEqualTo(2);
        assertThat(cyclesOf("shop-2")).isEqualTo(3);
        assertThat(store.view("sho")).isEmpty();
        assertThat(store.asOfMs()).hasValue(3_000);

        Views next = owned();
        assertThat(store.owned()).isTrue();
        assertThat(store.tenants()).containsExactly("cart", "shop", "shop-2");
        assertThat(cyclesOf("shop")).isEqualTo(2);
        assertThat(store.asOfMs()).hasValue(3_000);
        cycle(next, "shop", 4);
        save(next);
        store.publish();
        assertThat(cyclesOf("shop")).isEqualTo(4);
    }

    @Test
    void shouldForgetATaskThatWasClosed() {
        Views views = owned();
        cycle(views, "shop", 1);
        save(views);
        store.publish();
        store.close();
        assertThat(store.owned()).isFalse();
        assertThat(store.tenants()).isEmpty();
        assertThat(store.view("shop")).isEmpty();
    }
}
