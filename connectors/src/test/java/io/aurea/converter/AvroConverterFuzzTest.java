package io.aurea.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.registry.InMemoryRegistry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.serde.AvroSerializer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes of a value are, they become a struct, and the same again from it, or are refused with a reason. */
class AvroConverterFuzzTest {
    private static final InMemoryRegistry REGISTRY = new InMemoryRegistry();
    private static final AvroConverter CONVERTER = AvroConverter.over(REGISTRY);

    static Stream<byte[]> values() {
        AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(REGISTRY);
        return Stream.of(
                serializer.serialize(
                        "aurea.decisions",
                        Decision.newBuilder()
                                .setTenantId("shop")
                                .setDecisionId("d-1")
                                .setState(DecisionState.DISPATCHED)
                                .build()),
                serializer.serialize(
                        "aurea.cycles",
                        CycleMetrics.newBuilder()
                                .setTenantId("shop")
                                .setHealthScore(80.0)
                                .build()),
                // Claims a text of 2 GB.
                new byte[] {0, 0, 0, 0, 1, -4, -1, -1, -1, 15, 1});
    }

    static {
        // Under fuzzing the seeds may be made in another process.
        values().forEach(value -> assertThat(value).isNotEmpty());
    }

    @MethodSource("values")
    @Timeout(10)
    @FuzzTest
    void shouldMakeAStructOfAValueAndTheSameAgainFromItOrSayWhyNot(byte[] value) {
        try {
            SchemaAndValue read = CONVERTER.toConnectData("t", value);
            byte[] written = CONVERTER.fromConnectData("t", read.schema(), read.value());
            assertThat(CONVERTER.toConnectData("t", written).value()).isEqualTo(read.value());
        } catch (DataException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }
}
