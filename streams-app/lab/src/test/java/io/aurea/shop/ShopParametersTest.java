package io.aurea.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopParametersTest {

    @Test
    void shouldHaveDefaultsForEverything() {
        ShopParameters parameters = ShopParameters.defaults();

        assertThat(parameters.services()).hasSize(Service.values().length);
        assertThat(parameters.faults()).hasSize(FaultKind.values().length);
        assertThat(parameters.actions()).hasSize(ActionKind.values().length);
        assertThat(parameters.traffic().shares().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldChangeWhatAFileSaysAndNothingElse() {
        ShopParameters changed = ShopParameters.read(
                "mine", List.of("# busier", "", "traffic.rate = 80", "fault.bad_deploy.minutes=5 .. 6"));

        assertThat(changed.traffic().rate()).isEqualTo(80);
        assertThat(changed.faults().get(FaultKind.BAD_DEPLOY).minutes()).isEqualTo(new Range(5, 6));
        assertThat(changed.services()).isEqualTo(ShopParameters.defaults().services());
    }

    @Test
    void shouldTakeOneNumberForBothEndsOfARange() {
        assertThat(ShopParameters.read("mine", List.of("traffic.surge_size = 2"))
                        .traffic()
                        .surgeSize())
                .isEqualTo(new Range(2, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            traffic.rat = 3                       | mine line 1 has the unknown key 'traffic.rat'; did you mean traffic.rate?
            traffic.rate                          | mine line 1 is 'traffic.rate'; allowed: key = value
            traffic.rate = many                   | mine line 1: traffic.rate is 'many'; allowed: a number from 0.1 to 1000.0
            traffic.rate = NaN                    | mine line 1: traffic.rate is 'NaN'; allowed: a number from 0.1 to 1000.0
            traffic.rate = 0                      | mine line 1: traffic.rate is '0'; allowed: a number from 0.1 to 1000.0
            service.cart.instances = 1.5          | mine line 1: service.cart.instances is '1.5'; allowed: a whole number from 1 to 100
            fault.incurable.minutes = 5..4        | mine line 1: fault.incurable.minutes is '5..4'; allowed: low..high with low at most high
            fault.incurable.minutes = 5..6..7     | mine line 1: fault.incurable.minutes is '5..6..7'; allowed: low..high
            action.restart.reversible = true      | mine line 1: action.restart.reversible is 'true'; allowed: yes or no
            """)
    void shouldNameWhatIsWrong(String line, String reason) {
        assertThatThrownBy(() -> ShopParameters.read("mine", List.of(line)))
                .isInstanceOf(ShopParameterException.class)
                .hasMessage(reason);
    }

    @Test
    void shouldRefuseAKeyThatComesTwice() {
        assertThatThrownBy(() -> ShopParameters.read("mine", List.of("traffic.rate = 1", "traffic.rate = 2")))
                .hasMessage("mine line 2 has the key 'traffic.rate' a second time");
    }

    @Test
    void shouldRefuseUsersWhoDoNothing() {
        assertThatThrownBy(() -> ShopParameters.read(
                        "mine",
                        List.of(
                                "traffic.browse = 0",
                                "traffic.search = 0",
                                "traffic.basket = 0",
                                "traffic.checkout = 0")))
                .hasMessageContaining("allowed: one of them above 0");
    }
}
