package io.aurea.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.pattern.CallEdge;
import io.aurea.pattern.origin.CallGraph;
import io.aurea.schema.IncidentPattern;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationTest {
    private static final long HALF_LIFE = 30_000;

    /** web -> cart -> stock -> db -> disk, and mail by itself with its queue. */
    private final Relation relation =
            new Relation(calls("web>cart", "cart>stock", "stock>db", "db>disk", "mail>queue"), HALF_LIFE);

    private static CallGraph calls(String... arrows) {
        CallGraph calls = new CallGraph();
        Stream.of(arrows).map(arrow -> arrow.split(">")).forEach(ends -> calls.add(new CallEdge(ends[0], ends[1])));
        return calls;
    }

    private static IncidentPattern pattern(String source, long onsetMs) {
        return IncidentPattern.newBuilder()
                .setPatternId("p")
                .setSource(source.isEmpty() ? null : source)
                .setOnsetAt(Instant.ofEpochMilli(onsetMs))
                .setOn(true)
                .build();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            web   | web     | 1
            web   | cart    | 0.9
            db    | cart    | 0.7
            web   | db      | 0.5
            web   | disk    | 0.1
            web   | mail    | 0.1
            web   | unheard | 0.4
            new   | unheard | 0.4
            ''    | web     | 0.45
            ''    | ''      | 1
            """, delimiter = '|')
    void shouldFollowFromThePlaceWhereBothSetOnAtOnce(String one, String other, double expected) {
        assertThat(relation.of(pattern(one, 5_000), pattern(other, 5_000))).isCloseTo(expected, within(1e-9));
        assertThat(relation.of(pattern(other, 5_000), pattern(one, 5_000))).isCloseTo(expected, within(1e-9));
    }

    @Test
    void shouldFadeSlowlyWhileTheOneIsOnAndSlowestAtTheSameSource() {
        IncidentPattern earlier = pattern("cart", 0);
        assertThat(relation.of(pattern("web", 180_000), earlier)).isCloseTo(0.45, within(1e-9));
        assertThat(relation.of(pattern("cart", 540_000), earlier)).isCloseTo(0.5, within(1e-9));
        assertThat(relation.of(pattern("cart", 3_600_000), earlier)).isLessThan(Relation.JOIN);
    }

    @Test
    void shouldFadeFromTheEndOfWhatIsOverAtTheSameSourceAndFromTheOnsetElsewhere() {
        IncidentPattern earlier = pattern("cart", 0);
        earlier.setOn(false);
        earlier.setAbatedAt(Instant.ofEpochMilli(840_000));
        assertThat(relation.of(pattern("cart", 900_000), earlier)).isCloseTo(0.25, within(1e-9));
        assertThat(relation.of(pattern("web", 900_000), earlier)).isLessThan(1e-6);
        assertThat(relation.of(pattern("web", HALF_LIFE), earlier)).isCloseTo(0.45, within(1e-9));
    }

    @Test
    void shouldFadeBetweenOnsetsWhicheverIsTheEarlier() {
        assertThat(relation.of(pattern("unheard", 180_000), pattern("web", 0))).isCloseTo(0.2, within(1e-9));
        assertThat(relation.of(pattern("web", 0), pattern("unheard", 180_000))).isCloseTo(0.2, within(1e-9));
    }
}
