package io.aurea.sink;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the records of a topic into writes to one table. Each field goes to the column of its name. When table and
 * record have a {@code revision}, a row is only replaced by the same or a higher one; without, the last record wins.
 *
 * <p>Not thread-safe.
 */
final class TableMapping {

    private static final Logger LOG = LoggerFactory.getLogger(TableMapping.class);

    private static final String REVISION = "revision";
    private static final int MAX_PLANS = 64;

    private final TableMetadata table;
    private final RowWrite.Statement delete;
    private final List<String> conflictKey;

    /** By schema, the least recently used one goes first. Records have few schemas, but a producer may misbehave. */
    private final Map<Schema, Plan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Schema, Plan> eldest) {
            return size() > MAX_PLANS;
        }
    };

    private Schema lastSchema;
    private Plan lastPlan;

    /** Fields by position in the statement; a schema that lacks a key column has the reason instead. */
    private record Plan(RowWrite.Statement statement, List<Field> fields, String refusal) {}

    TableMapping(TableMetadata table) {
        this.table = table;
        this.conflictKey = table.conflictKey();
        this.delete = deleteStatement();
    }

    String topic() {
        return table.config().topic();
    }

    /**
     * The write for a record; empty for a tombstone that deletes nothing.
     *
     * @throws DataException if it cannot become a row
     */
    Optional<RowWrite> map(SinkRecord sinkRecord) {
        if (sinkRecord.value() == null) {
            return tombstone(sinkRecord);
        }
        if (!(sinkRecord.value() instanceof Struct struct)) {
            throw new DataException(
                    "the value is " + sinkRecord.value().getClass().getSimpleName()
                            + ", not a struct, so it has no fields for the columns of "
                            + table.config().name() + ": use a converter that yields structs");
        }
        Plan plan = plan(struct.schema());
        if (plan.refusal != null) {
            throw new DataException(plan.refusal);
        }
        Object[] values = new Object[plan.fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    convert(plan.fields.get(i), struct, plan.statement.types().get(i));
        }
        return Optional.of(new RowWrite(table.config().name(), plan.statement, values));
    }

    private Object convert(Field field, Struct struct, ColumnType type) {
        Object value;
        try {
            value = type.convert(field.schema(), struct.get(field));
        } catch (DataException e) {
            throw new DataException("field " + field.name() + ": " + e.getMessage(), e);
        }
        String column = table.config().columnOf(field.name());
        if (value == null && conflictKey.contains(column)) {
            throw new DataException("field " + field.name() + " is null, but part of the key of "
                    + table.config().name());
        }
        return value;
    }

    private Plan plan(Schema schema) {
        if (schema != lastSchema) {
            lastPlan = plans.computeIfAbsent(schema, this::newPlan);
            lastSchema = schema;
        }
        return lastPlan;
    }

    private Plan newPlan(Schema schema) {
        Map<String, Field> fieldByColumn = new LinkedHashMap<>();
        List<String> unmatched = new ArrayList<>();
        for (Field field : schema.fields()) {
            String column = table.config().columnOf(field.name());
            if (table.columns().containsKey(column)) {
                fieldByColumn.put(column, field);
            } else {
                unmatched.add(field.name());
            }
        }
        String name = schema.name() == null ? "records without a schema name" : schema.name();
        if (!unmatched.isEmpty()) {
            LOG.info(
                    "{} has no columns for the fields {} of {}; they are not stored",
                    table.config().name(),
                    unmatched,
                    name);
        }
        List<String> missing = conflictKey.stream()
                .filter(column -> !fieldByColumn.containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            return new Plan(
                    null,
                    List.of(),
                    name + " has no field for the key columns " + missing + " of "
                            + table.config().name());
        }
        return new Plan(upsert(List.copyOf(fieldByColumn.keySet())), List.copyOf(fieldByColumn.values()), null);
    }

    private RowWrite.Statement upsert(List<String> columns) {
        List<String> key = conflictKey;
        String target = table.sqlName();
        String sql = "INSERT INTO " + target + " AS t (" + list(columns) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(joining(", ")) + ") ON CONFLICT (" + list(key) + ") DO ";
        List<String> updated =
                columns.stream().filter(column -> !key.contains(column)).toList();
        if (updated.isEmpty()) {
            sql += "NOTHING";
        } else {
            sql += "UPDATE SET "
                    + updated.stream()
                            .map(TableMetadata::quote)
                            .map(column -> column + " = EXCLUDED." + column)
                            .collect(joining(", "));
            if (updated.contains(REVISION)) {
                sql += " WHERE t.revision IS NULL OR t.revision <= EXCLUDED.revision";
            }
        }
        int time = table.partitionTime().map(columns::indexOf).orElse(RowWrite.WITHOUT_TIME);
        return new RowWrite.Statement(sql, types(columns), time);
    }

    private RowWrite.Statement deleteStatement() {
        List<String> key = table.config().deleteKey();
        String sql = "DELETE FROM " + table.sqlName() + " WHERE "
                + key.stream()
                        .map(column -> TableMetadata.quote(column) + " = ?")
                        .collect(joining(" AND "));
        return key.isEmpty() ? null : new RowWrite.Statement(sql, types(key), RowWrite.WITHOUT_TIME);
    }

    private Optional<RowWrite> tombstone(SinkRecord sinkRecord) {
        if (delete == null) {
            LOG.debug(
                    "{}: the tombstone of {} deletes nothing, no delete.key is set",
                    table.config().name(),
                    sinkRecord.key());
            return Optional.empty();
        }
        List<String> columns = table.config().deleteKey();
        Object key = sinkRecord.key();
        Object[] values;
        if (key instanceof Struct struct) {
            values = columns.stream().map(column -> field(struct, column)).toArray();
        } else if (key instanceof String text) {
            // Only the last part may contain the separator.
            values = text.split("/", columns.size());
        } else {
            values = new Object[0];
        }
        if (values.length != columns.size() || Arrays.stream(values).anyMatch(Objects::isNull)) {
            throw new DataException("the key of a tombstone names the row to delete from "
                    + table.config().name() + ": expected are " + String.join("/", columns)
                    + " as text or as fields, but it is " + key);
        }
        return Optional.of(new RowWrite(table.config().name(), delete, values));
    }

    private Object field(Struct key, String column) {
        Field field = key.schema().field(column);
        if (field == null) {
            throw new DataException("the key of a tombstone has no field " + column);
        }
        return table.columns().get(column).convert(field.schema(), key.get(field));
    }

    private List<ColumnType> types(List<String> columns) {
        return columns.stream().map(table.columns()::get).toList();
    }

    private static String list(List<String> columns) {
        return columns.stream().map(TableMetadata::quote).collect(joining(", "));
    }
}
