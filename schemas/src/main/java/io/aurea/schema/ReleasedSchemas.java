package io.aurea.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The schemas of the topics in each release. Data stored in any of them stays readable: for consumers through the
 * registry, for the app's own stores through these copies.
 */
public final class ReleasedSchemas {
    private static final String FOLDER = "/io/aurea/schema/released/";

    private ReleasedSchemas() {}

    /** The releases whose schemas are kept, oldest first. */
    public static List<String> versions() {
        try (InputStream in = ReleasedSchemas.class.getResourceAsStream(FOLDER + "versions")) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The schemas of one record, by release, oldest first.
     *
     * @param record simple name, such as {@code Decision}; releases without it are left out
     */
    public static Map<String, Schema> of(String record) {
        Map<String, Schema> byVersion = new LinkedHashMap<>();
        for (String version : versions()) {
            String file = FOLDER + version + '/' + record + ".avsc";
            try (InputStream in = ReleasedSchemas.class.getResourceAsStream(file)) {
                if (in != null) {
                    byVersion.put(version, new Schema.Parser().parse(in));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return byVersion;
    }
}
