package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultTest {

    @ParameterizedTest
    @CsvSource({
        "22P02, ROW", // text that is no uuid
        "23514, ROW", // check
        "23502, ROW", // not null
        "42804, ROW", // type mismatch
        "54000, ROW", // index entry too large
        "08006, PASSING",
        "57P01, PASSING",
        "57P03, PASSING", // starting up
        "53300, PASSING", // too many connections
        "40P01, PASSING", // deadlock
        "25006, PASSING", // the other node is the primary now
        "55P03, PASSING", // lock timeout
        "42P10, PASSING", // migrated under the session
        "42P01, LASTING", // no such table
        "42501, LASTING", // no right
        "42703, LASTING", // no such column
        "28P01, LASTING", // wrong password
    })
    void shouldTellWhoseFaultAnErrorIs(String state, SqlFault fault) {
        assertThat(SqlFault.of(new SQLException("reason", state))).isEqualTo(fault);
    }

    @Test
    void shouldCountABrokenConnectionAsPassing() {
        assertThat(SqlFault.of(new SQLException("reason", null, new SocketTimeoutException())))
                .isEqualTo(SqlFault.PASSING);
        assertThat(SqlFault.of(new SQLException("reason"))).isEqualTo(SqlFault.LASTING);
    }
}
