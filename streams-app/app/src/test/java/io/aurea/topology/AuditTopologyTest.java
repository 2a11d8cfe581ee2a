package io.aurea.topology;

import static io.aurea.fixture.ShopStory.BAD;
import static io.aurea.fixture.ShopStory.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aurea.fixture.ShopStory;
import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.DecisionState;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.topic.Topics;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tables of commands and onsets are made of. */
class AuditTopologyTest {
    private final ShopStory shop = new ShopStory();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void shouldTellEachCommandOnceWithWhatCameOfIt() {
        shop.cure(100).fault();
        String asked = shop.last().getDecisionId();
        shop.command(CommandKind.PAUSE, c -> c.setPatternType("FLAPPING"))
                .command(CommandKind.APPROVE, c -> c.setDecisionId("77-1"))
                .answer(CommandKind.REJECT)
                .command(CommandKind.REJECT, c -> c.setCommandId("c-3"))
                .command(CommandKind.RESUME, c -> c.setCommandId(""));

        List<TestRecord<String, AnsweredCommand>> told =
                shop.loop.output(Topics.ANSWERS).readRecordsToList();
        assertThat(told).extracting(TestRecord::key).containsExactly("shop/c-1", "shop/c-2", "shop/c-3");
        assertThat(told)
                .extracting(TestRecord::value)
                .extracting(
                        AnsweredCommand::getKind,
                        AnsweredCommand::getPatternType,
                        AnsweredCommand::getDecisionId,
                        AnsweredCommand::getIssuedBy,
                        AnsweredCommand::getReason,
                        AnsweredCommand::getResult)
                .containsExactly(
                        tuple(CommandKind.PAUSE, "FLAPPING", null, "alice", "because", CommandResult.DONE),
                        tuple(CommandKind.APPROVE, null, "77-1", "alice", "because", CommandResult.REFUSED),
                        tuple(CommandKind.REJECT, null, asked, "alice", "because", CommandResult.DONE));
        assertThat(told.get(2).value().getEffect()).endsWith(" is REJECTED: rejected by alice: because");
        assertThat(told.get(2).value().getAnsweredAt())
                .isAfter(told.get(2).value().getIssuedAt());
    }

    @Test
    void shouldNameTheIncidentOfEachOnsetFromItsBeginningToItsEnd() {
        shop.cure(0).fault();
        shop.outcome(OutcomeStatus.SUCCEEDED)
                .until(GOOD, DecisionState.VERIFIED)
                .windows(30, GOOD);
        shop.until(BAD, DecisionState.DISPATCHED);

        List<Pattern> declines = shop.loop.output(Topics.PATTERNS).readValuesToList().stream()
                .filter(p -> p.getTenantId().equals("shop"))
                .toList();
        String first = shop.decisions().get(0).getIncidentId();
        String second = shop.last().getIncidentId();
        assertThat(second).isNotEqualTo(first);
        List<Pattern> ofCart = declines.stream()
                .filter(p -> p.getPatternType() == PatternType.DECLINING_SUCCESS_RATE && "cart".equals(p.getSource()))
                .toList();
        assertThat(ofCart).extracting(Pattern::getState).contains(PatternState.ONSET, PatternState.ABATED);
        assertThat(ofCart)
                .allSatisfy(p -> assertThat(p.getIncidentId()).isEqualTo(p.getOnsetNumber() == 1 ? first : second));
        assertThat(ofCart.get(ofCart.size() - 1).getOnsetNumber()).isEqualTo(2);
        assertThat(declines.stream()
                        .filter(p -> p.getPatternType() == PatternType.SUCCESS
                                || p.getPatternType() == PatternType.CONSISTENT_HIGH_PERFORMANCE))
                .isNotEmpty()
                .allMatch(p -> p.getIncidentId() == null);
    }
}
