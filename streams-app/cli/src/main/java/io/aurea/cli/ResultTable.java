package io.aurea.cli;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The result of a query, buffered for printing: column widths need every row. Immutable.
 *
 * @param rows cells as text, null for SQL's null; no more than the limit it was read with
 * @param cut whether there were more rows than that
 */
public record ResultTable(List<Column> columns, List<List<String>> rows, boolean cut) {

    /** @param number whether the cells are numbers, which are right-aligned */
    public record Column(String name, boolean number) {}

    private static final String NULL = "-";
    private static final String RESET = "\033[0m";
    private static final String ELLIPSIS = "…";
    private static final int NARROWEST_CUT = 8;
    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.REAL,
            Types.FLOAT,
            Types.DOUBLE,
            Types.NUMERIC,
            Types.DECIMAL);

    public static ResultTable read(ResultSet answer, int limit) throws SQLException {
        ResultSetMetaData meta = answer.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Column(printable(meta.getColumnLabel(i)), NUMBERS.contains(meta.getColumnType(i))));
        }
        List<List<String>> rows = new ArrayList<>();
        boolean cut = false;
        while (answer.next()) {
            if (rows.size() == limit) {
                cut = true;
                break;
            }
            List<String> row = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                String cell = answer.getString(i);
                row.add(cell == null ? null : printable(cell));
            }
            rows.add(row);
        }
        return new ResultTable(List.copyOf(columns), rows, cut);
    }

    /** Highlights cells on a terminal. */
    @FunctionalInterface
    public interface Highlight {
        Highlight NONE = (column, cell) -> "";

        /** The escape sequence before the cell, empty for none. */
        String of(String column, String cell);
    }

    /**
     * Prints header, rows and a count.
     *
     * @param terminalColumns width to fit the table into by cutting its widest text columns; 0 for no limit
     */
    public void print(PrintWriter out, int terminalColumns, Highlight highlight) {
        printRows(out, terminalColumns, highlight);
        out.println(
                cut
                        ? "(the first %d rows; --limit shows more)".formatted(rows.size())
                        : rows.size() == 1 ? "(1 row)" : "(%d rows)".formatted(rows.size()));
    }

    public void print(PrintWriter out, int terminalColumns) {
        print(out, terminalColumns, Highlight.NONE);
    }

    public void printRows(PrintWriter out, int terminalColumns) {
        printRows(out, terminalColumns, Highlight.NONE);
    }

    /** Prints header and rows, see {@link #print}. */
    public void printRows(PrintWriter out, int terminalColumns, Highlight highlight) {
        int[] widths = widths(terminalColumns);
        List<String> header = columns.stream().map(Column::name).toList();
        out.println(line(header, widths, Highlight.NONE));
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
        }
        out.println(rule);
        printCells(out, widths, highlight);
    }

    /** Prints only the rows, see {@link #print}. */
    public void printCells(PrintWriter out, int terminalColumns, Highlight highlight) {
        printCells(out, widths(terminalColumns), highlight);
    }

    private void printCells(PrintWriter out, int[] widths, Highlight highlight) {
        rows.forEach(row -> out.println(line(row, widths, highlight)));
    }

    /** Prints header and rows as comma-separated values (RFC 4180), an empty cell for SQL's null. */
    public void printCsv(PrintWriter out) {
        out.println(String.join(",", columns.stream().map(c -> quoted(c.name())).toList()));
        rows.forEach(row -> out.println(
                String.join(",", row.stream().map(ResultTable::quoted).toList())));
    }

    private static String quoted(String cell) {
        if (cell == null) {
            return "";
        }
        return cell.isEmpty() || cell.contains(",") || cell.contains("\"")
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }

    private int[] widths(int terminalColumns) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = length(columns.get(i).name());
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i) == null ? NULL : row.get(i)));
            }
        }
        int excess = terminalColumns == 0 ? 0 : total(widths) - terminalColumns;
        while (excess > 0) {
            int widest = widestText(widths);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private int widestText(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (!columns.get(i).number() && widths[i] > NARROWEST_CUT && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private static int total(int[] widths) {
        int total = -1;
        for (int width : widths) {
            total += width + 3;
        }
        return total;
    }

    private String line(List<String> cells, int[] widths, Highlight highlight) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = fit(cells.get(i) == null ? NULL : cells.get(i), widths[i]);
            String padding = " ".repeat(widths[i] - length(cell));
            String before = highlight.of(columns.get(i).name(), cell);
            if (!before.isEmpty()) {
                cell = before + cell + RESET;
            }
            line.append(i == 0 ? " " : "| ");
            line.append(columns.get(i).number() ? padding + cell : cell + padding)
                    .append(' ');
        }
        return line.toString().stripTrailing();
    }

    private static String fit(String cell, int width) {
        return length(cell) <= width ? cell : cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + ELLIPSIS;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text on one line, without control characters that a terminal would obey. */
    public static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(character -> {
            switch (character) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (Character.isISOControl(character)) {
                        safe.append("\\u%04x".formatted(character));
                    } else {
                        safe.append((char) character);
                    }
                }
            }
        });
        return safe.toString();
    }
}
