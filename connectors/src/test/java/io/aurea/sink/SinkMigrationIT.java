package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.migration.Migrations;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** The tables of an earlier release are migrated under a task that writes to them. */
class SinkMigrationIT extends SinkFixture {

    @Test
    void shouldGoOnWithTheTablesAsTheyAreNow() throws SQLException {
        task.stop();
        makeAnew("7");
        task = task(context, Map.of("tables", "cycles", "topics", "aurea.cycles"));
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1)));
        migrate();
        task.put(List.of(records.cycle(2)));
        Migrations.partition(
                database.server().jdbcUrl(),
                database.server().user(),
                database.server().password());
        var third = List.of(records.cycle(3));

        assertThatThrownBy(() -> task.put(third))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("42P10");
        task.put(third);

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
        assertThat(context.reports).isEmpty();
    }
}
