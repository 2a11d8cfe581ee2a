package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionType;
import org.junit.jupiter.api.Test;

class DecisionFilterTest {
    private static final Decision RESTART = Decision.newBuilder(Dispatched.decision("1-1", "cart"))
            .setDecisionType(DecisionType.technical)
            .build();

    @Test
    void shouldMatchWhatIsAskedFor() {
        assertThat(DecisionFilter.ALL.matches(RESTART)).isTrue();
        assertThat(DecisionFilter.ALL
                        .tenant("other", "sh*")
                        .action("restart")
                        .target("c*t")
                        .pattern("failure_*")
                        .type(DecisionType.technical)
                        .matches(RESTART))
                .isTrue();
    }

    @Test
    void shouldNotMatchWhenOneThingDiffers() {
        assertThat(DecisionFilter.ALL.tenant("shop2").matches(RESTART)).isFalse();
        assertThat(DecisionFilter.ALL.action("restart?").matches(RESTART)).isFalse();
        assertThat(DecisionFilter.ALL.target("cart.*").matches(RESTART)).isFalse();
        assertThat(DecisionFilter.ALL.pattern("silent_source").matches(RESTART)).isFalse();
        assertThat(DecisionFilter.ALL.type(DecisionType.financial).matches(RESTART))
                .isFalse();
    }
}
