package io.aurea.cli.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryDatabaseTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT nope FROM t                              | 8  | line 1 column 8, near 'nope FROM t'
            SELECT                                          | 7  | line 1 column 7 (the end)
            SELECT a_very_long_name_that_is_cut_somewhere   | 8  | line 1 column 8, near 'a_very_long_name_tha...'
            """)
    void shouldShowWhereTheServerStumbled(String sql, int position, String place) {
        assertThat(HistoryDatabase.place(sql, position)).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({"1,line 1", "10,line 2 column 1", "99,the end"})
    void shouldCountLines(int position, String place) {
        assertThat(HistoryDatabase.place("SELECT 1\nFROM t", position)).contains(place);
    }
}
