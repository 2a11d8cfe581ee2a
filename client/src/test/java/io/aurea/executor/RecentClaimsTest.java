package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentClaimsTest {

    /** A broker's default limit for metadata. */
    private static final int METADATA_LIMIT = 4_096;

    @Property(tries = 100)
    void shouldBeTheSameAfterTheJourneyThroughTheMetadata(@ForAll @Size(max = 600) List<Long> made) {
        RecentClaims claims = RecentClaims.NONE;
        for (long claim : made) {
            claims = claims.with(claim);
        }
        String text = claims.text();

        assertThat(text).hasSizeLessThan(METADATA_LIMIT);
        assertThat(RecentClaims.parse(text)).isEqualTo(claims);
        assertThat(made.stream().skip(Math.max(0, made.size() - RecentClaims.MOST)))
                .allMatch(claims::contains);
    }

    @Test
    void shouldForgetTheOldestOfTooMany() {
        RecentClaims claims = RecentClaims.NONE;
        for (long claim = 0; claim <= RecentClaims.MOST; claim++) {
            claims = claims.with(claim);
        }

        assertThat(claims.contains(0)).isFalse();
        assertThat(claims.contains(1)).isTrue();
    }

    @Test
    void shouldTellTenantsDecisionsAndStatesApart() {
        long claim = RecentClaims.of("shop", "12-1", "DISPATCHED");

        assertThat(claim).isEqualTo(RecentClaims.of("shop", "12-1", "DISPATCHED"));
        assertThat(List.of(
                        RecentClaims.of("shop", "12-2", "DISPATCHED"),
                        RecentClaims.of("shop2", "12-1", "DISPATCHED"),
                        RecentClaims.of("shop", "12-1", "ESCALATED")))
                .doesNotContain(claim);
    }

    @Test
    void shouldTakeMetadataOfOthersForNoClaims() {
        for (String foreign : new String[] {null, "", "hello", "aurea-claims-1:***"}) {
            assertThat(RecentClaims.parse(foreign)).isEqualTo(RecentClaims.NONE);
        }
    }
}
