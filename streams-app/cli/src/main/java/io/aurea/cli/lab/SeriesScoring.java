package io.aurea.cli.lab;

import io.aurea.cli.EventTime;
import io.aurea.cli.UserError;
import io.aurea.cli.publish.LineReader;
import io.aurea.trend.Assessment;
import io.aurea.trend.ModelSettings;
import io.aurea.trend.SeriesModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** Scores the series of one CSV file into another, a row at a time. */
final class SeriesScoring {
    private static final String TIMESTAMP = "timestamp";
    private static final String VALUE = "value";

    private final SeriesModel model;
    private long rows;

    SeriesScoring(ModelSettings settings) {
        model = new SeriesModel(settings);
    }

    /** Rows scored, including those without a value. */
    long rows() {
        return rows;
    }

    /**
     * Writes {@code timestamp,value,anomaly_score,alarm} for each row; the file appears when it is complete.
     *
     * @return whether the file has the two columns; if not, nothing is written
     * @throws UserError naming file and line, if a row cannot be read
     */
    boolean score(Path from, Path to) throws IOException {
        try (InputStream bytes = Files.newInputStream(from)) {
            LineReader lines = new LineReader(bytes);
            if (!lines.next() || lines.defect() != null) {
                return false;
            }
            List<String> header = new ArrayList<>();
            if (!split(lines.text(), header)) {
                return false;
            }
            int timestamp = column(header, TIMESTAMP);
            int value = column(header, VALUE);
            if (timestamp < 0 || value < 0) {
                return false;
            }
            Path folder = to.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, to.getFileName().toString(), ".part");
            try {
                try (BufferedWriter out = Files.newBufferedWriter(part)) {
                    out.write("timestamp,value,anomaly_score,alarm\n");
                    scoreRows(from, lines, timestamp, value, out);
                }
                Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return true;
        }
    }

    private void scoreRows(Path from, LineReader lines, int timestamp, int value, BufferedWriter out)
            throws IOException {
        List<String> fields = new ArrayList<>();
        while (lines.next()) {
            if (lines.defect() != null) {
                throw wrong(from, lines, "the line is " + lines.defect(), "lines of UTF-8 text");
            }
            if (lines.text().toString().isBlank()) {
                continue;
            }
            fields.clear();
            if (!split(lines.text(), fields)) {
                throw wrong(from, lines, "a quote is not closed", "fields that end on the line they begin on");
            }
            if (fields.size() <= Math.max(timestamp, value)) {
                throw wrong(
                        from,
                        lines,
                        "there are %d fields, and timestamp and value are fields %d and %d"
                                .formatted(fields.size(), timestamp + 1, value + 1),
                        "as many fields as in the first line");
            }
            // As numbers are read, also without the control characters around them: the row is to be one line.
            String time = fields.get(timestamp).trim();
            String number = fields.get(value).trim();
            out.write(time + "," + number + "," + judge(from, lines, time, number) + "\n");
            rows++;
        }
    }

    /** Score and alarm of a row. */
    private String judge(Path from, LineReader lines, String time, String number) {
        long timeMs = epochMillis(from, lines, time);
        if (number.isEmpty() || number.equalsIgnoreCase("nan")) {
            return "0.0,0";
        }
        double parsed;
        try {
            parsed = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            parsed = Double.NaN;
        }
        if (!Double.isFinite(parsed)) {
            throw wrong(from, lines, "value is '" + number + "'", "a finite number, or nothing where it is missing");
        }
        Assessment assessment = model.observe(timeMs, parsed);
        boolean alarm = assessment instanceof Assessment.Judged judged && judged.alarm();
        return assessment.anomalyScore() + (alarm ? ",1" : ",0");
    }

    private static long epochMillis(Path from, LineReader lines, String text) {
        try {
            return EventTime.ofText(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(
                    from,
                    lines,
                    "timestamp is '" + text + "'",
                    "ISO 8601, such as 2024-05-01 12:00:00 or 2024-05-01T12:00:00Z, or epoch seconds or milliseconds");
        }
    }

    private static UserError wrong(Path file, LineReader lines, String what, String allowed) {
        return new UserError("%s line %d: %s; allowed: %s".formatted(file, lines.number(), what, allowed));
    }

    private static int column(List<String> header, String name) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).strip().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Splits a line into fields by RFC 4180, and returns whether every quote is closed. */
    private static boolean split(CharSequence line, List<String> fields) {
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return !quoted;
    }
}
