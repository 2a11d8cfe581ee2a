package io.aurea.status;

import static io.aurea.fixture.ShopStory.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.ShopStory;
import io.aurea.status.Instance.Answer;
import io.aurea.topology.TenantViews;
import io.aurea.view.TenantView;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances: one owns the tenant, the other has a copy or nothing. */
class TenantQueriesTest {
    private static final Map<String, String> TOKEN = Map.of("http.token", Instance.OPERATOR);

    private final ShopStory shop = new ShopStory().windows(3, GOOD);
    private final Instance owner = new Instance(shop.loop.views(), TOKEN);
    private final Instance other = new Instance(null, TOKEN);

    @AfterEach
    void close() {
        owner.close();
        other.close();
        shop.close();
    }

    /** The same views as a copy on another instance. */
    private record Copy(TenantViews of, OptionalLong asOfMs) implements TenantViews {
        @Override
        public boolean owned() {
            return false;
        }

        @Override
        public Optional<TenantView> view(String tenant) {
            return of.view(tenant);
        }

        @Override
        public List<String> tenants() {
            return of.tenants();
        }
    }

    private void ownerIs(String name) {
        other.owner = Optional.of(name);
        owner.owner = Optional.of(name);
    }

    @Test
    void shouldAskTheOwnerAndPassItsAnswerOn() throws Exception {
        ownerIs(owner.self());
        for (String path : new String[] {
            "/status?tenant=shop",
            "/cycles?tenant=shop&limit=2",
            "/trends?tenant=shop&source=cart",
            "/patterns?tenant=shop",
            "/goals?tenant=shop",
            "/decisions?tenant=shop",
            "/learnings?tenant=shop",
            "/posteriors?tenant=shop",
            "/controls?tenant=shop",
            "/tenants"
        }) {
            Answer there = owner.get(path);
            Answer here = other.get(path);
            assertThat(here.status()).as(path).isEqualTo(200);
            assertThat(here.json()).as(path).isEqualTo(there.json());
            assertThat(here.header("Aurea-Stale-Ms")).isEmpty();
        }
        assertThat(other.get("/status?tenant=nobody").status()).isEqualTo(404);
        assertThat(other.get("/decisions/nobody?tenant=shop").status()).isEqualTo(404);
        assertThat(other.post("/decisions/nobody/approve?tenant=shop", null, Instance.bearer(Instance.OPERATOR))
                        .status())
                .isEqualTo(404);
        assertThat(other.get("/cycles?tenant=shop&limit=0").status()).isEqualTo(400);
    }

    @Test
    void shouldAnswerFromACopyWhileTheOwnerIsNotThereAndSayHowOldItIs() throws Exception {
        String gone = "127.0.0.1:" + closedPort();
        ownerIs(gone);
        other.views = new Copy(owner.views, OptionalLong.of(Instance.NOW.toEpochMilli() - 1_234));
        other.copies = List.of(other.self());
        Answer status = other.get("/status?tenant=shop");
        assertThat(status.status()).isEqualTo(200);
        assertThat(status.header("Aurea-Stale-Ms")).contains("1234");
        assertThat(status.json().path("running").asBoolean())
                .as("nobody works on it")
                .isFalse();
        assertThat(status.json().path("cycles_completed").asInt()).isEqualTo(3);
        Answer tenants = other.get("/tenants");
        assertThat(tenants.texts("tenant_id")).contains("shop");
        assertThat(tenants.header("Aurea-Stale-Ms")).contains("1234");
        assertThat(tenants.json().path("complete").asBoolean()).isTrue();
    }

    @Test
    void shouldAskAnInstanceThatHasACopyWhenThereIsNoneHere() throws Exception {
        ownerIs("127.0.0.1:" + closedPort());
        owner.views = new Copy(owner.views, OptionalLong.of(Instance.NOW.toEpochMilli() - 77));
        other.copies = List.of(owner.self());
        Answer status = other.get("/status?tenant=shop");
        assertThat(status.status()).isEqualTo(200);
        assertThat(status.header("Aurea-Stale-Ms")).contains("77");
    }

    @Test
    void shouldSayThatNobodyAnswers() throws Exception {
        ownerIs("127.0.0.1:" + closedPort());
        Answer status = other.get("/status?tenant=shop");
        assertThat(status.status()).isEqualTo(503);
        assertThat(status.header("Retry-After")).isPresent();
        assertThat(status.json().path("type").asText()).isEqualTo("urn:aurea:problem:not-available");
        Answer tenants = other.get("/tenants");
        assertThat(tenants.status()).isEqualTo(200);
        assertThat(tenants.json().path("complete").asBoolean()).isFalse();
    }

    @Test
    void shouldNotAskFurtherWhatAnotherInstanceAsks() throws Exception {
        // Each takes the other for the owner, as may happen briefly during a rebalance.
        other.owner = Optional.of(owner.self());
        owner.owner = Optional.of(other.self());
        owner.views = null;
        assertThat(other.get("/status?tenant=shop").status()).isEqualTo(503);
    }

    @Test
    void shouldPassTheTokenOn() throws Exception {
        try (Instance stricter = new Instance(owner.views, Map.of("http.token", "another-token-0123456789"))) {
            other.owner = Optional.of(stricter.self());
            assertThat(other.get("/status?tenant=shop").status()).isEqualTo(200);
            assertThat(other.get("/status?tenant=shop", Instance.bearer(Instance.OPERATOR))
                            .status())
                    .as("a token that the second does not know")
                    .isEqualTo(401);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
