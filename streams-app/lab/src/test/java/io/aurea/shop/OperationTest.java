package io.aurea.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationTest {

    /** The flow passes through the services in order, once down and once up. */
    @ParameterizedTest
    @EnumSource(Operation.class)
    void shouldCallOnlyServicesThatComeLater(Operation operation) {
        for (Operation.Call call : operation.calls()) {
            assertThat(call.callee().service()).isGreaterThan(operation.service());
            assertThat(call.callee()).isGreaterThan(operation);
        }
    }
}
