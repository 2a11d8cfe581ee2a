package io.aurea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cli.ResultTable.Column;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    private static final List<Column> COLUMNS = List.of(new Column("tenant", false), new Column("rate", true));

    @Test
    void shouldAlignTextLeftAndNumbersRight() {
        assertThat(printed(0, false, row("shop", "0.5"), row("a", "100")))
                .containsExactly(" tenant | rate", "--------+------", " shop   |  0.5", " a      |  100", "(2 rows)");
    }

    @Test
    void shouldShowNullAsADashAndEmptyTextAsNothing() {
        assertThat(printed(0, false, row(null, null), row("", "1")))
                .containsExactly(" tenant | rate", "--------+------", " -      |    -", "        |    1", "(2 rows)");
    }

    @Test
    void shouldPrintTheHeaderOfAnEmptyAnswer() {
        assertThat(printed(0, false)).containsExactly(" tenant | rate", "--------+------", "(0 rows)");
    }

    @Test
    void shouldCutLongTextOnlyToFitATerminal() {
        assertThat(printed(24, false, row("a tenant with a long name", "0.5")))
                .containsExactly(
                        " tenant          | rate", "-----------------+------", " a tenant with … |  0.5", "(1 row)");
        assertThat(printed(0, false, row("a tenant with a long name", "0.5")))
                .contains(" a tenant with a long name |  0.5");
    }

    @Test
    void shouldNeverCutANumber() {
        assertThat(printed(10, false, row("shop", "123456789012345"))).contains(" shop   | 123456789012345");
    }

    @Test
    void shouldPrintCommaSeparatedValuesAsRfc4180Says() {
        ResultTable table = new ResultTable(
                COLUMNS,
                List.of(Arrays.asList("a, \"b\"", "1"), Arrays.asList(null, "2"), Arrays.asList("", "3")),
                false);
        StringWriter out = new StringWriter();
        table.printCsv(new PrintWriter(out, true));
        assertThat(out.toString().lines()).containsExactly("tenant,rate", "\"a, \"\"b\"\"\",1", ",2", "\"\",3");
    }

    @Test
    void shouldTellThatTheAnswerIsLonger() {
        assertThat(printed(0, true, row("shop", "1"))).endsWith("(the first 1 rows; --limit shows more)");
    }

    @Test
    void shouldCountCharactersAndNotCodeUnits() {
        assertThat(printed(0, false, row("\uD83D\uDE00hop", "1"), row("shopping", "2")))
                .contains(" \uD83D\uDE00hop     |    1", " shopping |    2");
    }

    private static String[] row(String... cells) {
        return cells;
    }

    private static List<String> printed(int terminalColumns, boolean cut, String[]... rows) {
        List<List<String>> cells = Arrays.stream(rows).map(Arrays::asList).toList();
        StringWriter text = new StringWriter();
        new ResultTable(COLUMNS, cells, cut).print(new PrintWriter(text, true), terminalColumns);
        return text.toString().lines().toList();
    }
}
