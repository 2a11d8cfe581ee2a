package io.aurea.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.evaluate.Evaluation;
import io.aurea.evaluate.ShopPolicy;
import io.aurea.fixture.Readme;
import io.aurea.shop.ActionKind;
import io.aurea.shop.FaultDeck;
import io.aurea.shop.FaultKind;
import io.aurea.shop.Service;
import io.aurea.shop.ShopParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page on the evaluation matches the code. */
class EvaluationDocumentTest {
    private final List<String> lines = Files.readAllLines(Readme.HOME.resolve("docs/EVALUATION.md"));

    EvaluationDocumentTest() throws IOException {}

    private String row(String name) {
        return lines.stream()
                .filter(line -> line.startsWith("| `" + name + "` |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + name));
    }

    @Test
    void shouldNameEveryFaultWithItsCures() {
        for (FaultKind kind : FaultKind.values()) {
            String row = row(kind.label());
            assertThat(kind.cures()).allSatisfy(cure -> assertThat(row).contains("`" + cure.label() + "`"));
            assertThat(row.chars().filter(c -> c == '`').count())
                    .as(kind.label())
                    .isEqualTo(2 + 2L * kind.cures().size());
        }
    }

    @Test
    void shouldNameEveryArmActionAndService() {
        Evaluation evaluation = new Evaluation(ShopParameters.defaults(), FaultDeck.evenly(), 1, 1, ShopPolicy.yaml());
        assertThat(evaluation.arms()).allSatisfy(arm -> assertThat(row(arm)).isNotEmpty());
        String text = String.join(" ", lines);
        assertThat(ActionKind.values()).allSatisfy(action -> assertThat(text).contains("`" + action.label() + "`"));
        assertThat(Arrays.stream(Service.values()).map(Service::source))
                .allSatisfy(source -> assertThat(text).contains("`" + source + "`"));
    }
}
