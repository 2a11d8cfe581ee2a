package io.aurea.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.Policy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A policy accepted by another release that this one cannot read stops nothing. */
class PoliciesInForceTest {
    private final PoliciesInForce policies = new PoliciesInForce();

    private void stored(String tenant, long version, String body) {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        policies.load(
                tenant.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + text.length)
                        .put((byte) 1)
                        .putLong(version)
                        .putInt(text.length)
                        .put(text)
                        .array());
    }

    private static Policy policy(String tenant, long version, String body) {
        return Policy.newBuilder()
                .setTenantId(tenant)
                .setVersion(version)
                .setBody(body)
                .build();
    }

    @Test
    void shouldGoByTheNextPolicyAndSayWhyWhereOneCannotBeRead() {
        stored("shop", 7, "a_section_of_the_future: {x: 1}");
        assertThat(policies.of("shop")).isSameAs(TenantPolicy.BUILT_IN);
        assertThat(policies.problemOf("shop")).hasValueSatisfying(why -> assertThat(why)
                .startsWith("version 7 of the policy of shop was accepted by another release")
                .contains("a_section_of_the_future"));
        assertThat(policies.problemOf("other")).isEmpty();
        policies.accept(policy("*", 1, "minimum: {attempts: 30}"));
        assertThat(policies.of("shop").version()).isEqualTo(1);
        assertThat(policies.problemOf("shop")).isPresent();
    }

    @Test
    void shouldHealWithTheNextPublicationWhoseVersionGoesOn() {
        stored("shop", 7, "a_section_of_the_future: {x: 1}");
        policies.accept(policy("shop", 8, "minimum: {attempts: 30}"));
        assertThat(policies.of("shop").version()).isEqualTo(8);
        assertThat(policies.problemOf("shop")).isEmpty();
    }

    @Test
    void shouldTellEveryTenantThatGoesByTheOneForAllWhenThatCannotBeRead() {
        stored("*", 3, "a_section_of_the_future: {x: 1}");
        assertThat(policies.of("shop")).isSameAs(TenantPolicy.BUILT_IN);
        assertThat(policies.problemOf("shop")).isPresent();
    }

    @Test
    void shouldBeAsLoudOfAnEntryThatIsDamagedAndStillHaveItSetAside() {
        policies.accept(policy("*", 1, "minimum: {attempts: 30}"));
        for (byte[] damaged : new byte[][] {{}, {9}, {1, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0, 0, 7, -1, -1, -1, -1}}) {
            assertThatThrownBy(() -> policies.load("shop".getBytes(StandardCharsets.UTF_8), damaged))
                    .isInstanceOf(RuntimeException.class);
            assertThat(policies.of("shop").version()).isEqualTo(1);
            assertThat(policies.problemOf("shop")).hasValueSatisfying(why -> assertThat(why)
                    .startsWith("the stored policy of shop cannot be read: "));
        }
        assertThat(policies.problemOf("other")).isEmpty();
        policies.accept(policy("shop", 8, "minimum: {attempts: 40}"));
        assertThat(policies.problemOf("shop")).isEmpty();
        assertThat(policies.of("shop").version()).isEqualTo(8);
    }
}
