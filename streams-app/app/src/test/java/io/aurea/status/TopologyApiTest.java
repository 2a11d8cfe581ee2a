package io.aurea.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.TenantDecisions;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.Status;
import io.aurea.topology.TenantViews;
import io.aurea.view.TenantView;
import io.aurea.view.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who calls whom, from the loop's list to the answer. */
class TopologyApiTest {
    private static final KnownCall LEARNED = new KnownCall("web", "cart", true, false, false, 60_000);
    private static final KnownCall BOTH = new KnownCall("cart", "db", true, true, false, 90_000);
    private static final KnownCall DECLARED = new KnownCall("cart", "stock", false, true, false, -1);
    private static final KnownCall DENIED = new KnownCall("web", "mail", true, false, true, 90_000);

    private List<KnownCall> calls = List.of(BOTH, DECLARED, LEARNED, DENIED);
    private final Views views = new Views(1 << 20, true);

    private final Views.Loop loop = new Views.Loop() {
        @Override
        public TenantDecisions decisionsOf(String tenant) {
            return new TenantDecisions(tenant);
        }

        @Override
        public DecisionPolicy policyOf(String tenant) {
            return TenantPolicy.BUILT_IN.decisions();
        }

        @Override
        public List<KnownCall> callsOf(String tenant) {
            return calls;
        }
    };

    private TenantViews settled() {
        views.status(Status.newBuilder().setTenantId("shop").build());
        views.settle(1_000, loop);
        return shown();
    }

    private TenantViews shown() {
        Map<String, TenantView> now = new HashMap<>();
        views.publish(now::put);
        return new TenantViews() {
            @Override
            public boolean owned() {
                return true;
            }

            @Override
            public Optional<TenantView> view(String tenant) {
                return Optional.ofNullable(now.get(tenant));
            }

            @Override
            public List<String> tenants() {
                return List.copyOf(now.keySet());
            }

            @Override
            public OptionalLong asOfMs() {
                return views.asOfMs();
            }
        };
    }

    private static List<String> lines(JsonNode page) {
        List<String> lines = new ArrayList<>();
        page.path("items")
                .forEach(call -> lines.add(call.path("caller").asText() + ">"
                        + call.path("callee").asText() + " "
                        + call.path("origin").asText() + " "
                        + call.path("last_seen").asText()));
        return lines;
    }

    @Test
    void shouldSayWhoCallsWhomAndWhoSaysSo() throws Exception {
        try (Instance api = new Instance(settled())) {
            assertThat(lines(api.get("/topology?tenant=shop").json()))
                    .containsExactly(
                            "cart>db both 1970-01-01T00:01:30Z",
                            "cart>stock declared null",
                            "web>cart learned 1970-01-01T00:01:00Z",
                            "web>mail denied 1970-01-01T00:01:30Z");
            assertThat(lines(api.get("/topology?tenant=shop&source=web").json()))
                    .hasSize(2);
            assertThat(lines(api.get("/topology?tenant=shop&source=db").json())).hasSize(1);
            assertThat(api.get("/topology?tenant=nobody").status()).isEqualTo(404);
            assertThat(api.get("/topology?tenant=shop&limit=0").status()).isEqualTo(400);
        }
    }

    @Test
    void shouldGivePageByPage() throws Exception {
        try (Instance api = new Instance(settled())) {
            JsonNode first = api.get("/topology?tenant=shop&limit=3").json();
            JsonNode second = api.get("/topology?tenant=shop&limit=3&cursor="
                            + first.path("next_cursor").asText())
                    .json();
            assertThat(lines(first)).hasSize(3);
            assertThat(lines(second)).containsExactly("web>mail denied 1970-01-01T00:01:30Z");
            assertThat(second.path("next_cursor").isNull()).isTrue();
        }
    }

    @Test
    void shouldShowTheSameFromACopyAndNoLongerWhatIsForgotten() throws Exception {
        settled();
        Views copy = new Views(1 << 20, true);
        views.saveAll((key, value) -> copy.load(key, value));
        Map<String, TenantView> copied = new HashMap<>();
        copy.publish(copied::put);
        assertThat(copied.get("shop").calls()).containsExactly(BOTH, DECLARED, LEARNED, DENIED);
        calls = List.of(LEARNED);
        List<String> removed = new ArrayList<>();
        views.save((key, value) -> {});
        TenantViews later = settled();
        views.save((key, value) -> {
            if (value == null) {
                removed.add(new String(key, UTF_8));
            }
        });
        assertThat(removed).containsExactlyInAnyOrder("tshop/ocart/db", "tshop/ocart/stock", "tshop/oweb/mail");
        assertThat(later.view("shop").orElseThrow().calls()).containsExactly(LEARNED);
    }
}
