package io.aurea.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Timeout;

/** Whatever a connector's configuration is, it is read, or refused with the setting; a line of the bytes is a setting. */
class PostgresSinkConfigFuzzTest {

    @Timeout(10)
    @FuzzTest
    void shouldReadAConfigurationOrNameWhatIsWrong(byte[] bytes) {
        Map<String, String> settings = new HashMap<>();
        for (String line : new String(bytes, UTF_8).split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                settings.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        try {
            PostgresSinkConfig config = new PostgresSinkConfig(settings);
            assertThat(config.tables())
                    .allSatisfy(table -> assertThat(table.key()).isNotEmpty());
            assertThat(config.driverProperties("a")).isNotEmpty();
            config.retry();
        } catch (ConfigException refused) {
            assertThat(refused).message().isNotBlank();
        }
        for (ConfigValue checked :
                new PostgresSinkConnector().validate(settings).configValues()) {
            assertThat(checked.errorMessages())
                    .allSatisfy(message -> assertThat(message).isNotBlank());
        }
    }
}
