package io.aurea.sink;

import io.aurea.observation.LoopTimes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * How to write values to a column, by the column's type. {@link #convert} may refuse a value before anything is sent;
 * {@link #bind} only sends.
 *
 * <p>Text is sent without a type, so that PostgreSQL reads it as the column's: uuid, inet, an enum, a number, a date.
 */
enum ColumnType {
    BOOLEAN(Types.BOOLEAN) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return value instanceof Boolean ? value : null;
        }
    },
    INTEGER(Types.BIGINT) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
                return ((Number) value).longValue();
            }
            return null;
        }
    },
    FLOAT(Types.DOUBLE) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return value instanceof Number number ? number.doubleValue() : null;
        }
    },
    NUMERIC(Types.NUMERIC) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            if (value instanceof Double || value instanceof Float) {
                double number = ((Number) value).doubleValue();
                return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
            }
            if (value instanceof Number number) {
                return number instanceof BigDecimal ? number : BigDecimal.valueOf(number.longValue());
            }
            return null;
        }
    },
    TEXT(Types.VARCHAR) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            if (value instanceof Date date) {
                return date.toInstant().toString();
            }
            return value instanceof Number || value instanceof Boolean ? value.toString() : null;
        }
    },
    TIMESTAMPTZ(Types.TIMESTAMP_WITH_TIMEZONE) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return value instanceof Date date && isTime(date) ? utc(date) : null;
        }
    },
    /** Without zone; holds UTC. */
    TIMESTAMP(Types.TIMESTAMP) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return value instanceof Date date && isTime(date) ? utc(date).toLocalDateTime() : null;
        }
    },
    DATE(Types.DATE) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return value instanceof Date date ? utc(date).toLocalDate() : null;
        }
    },
    TIME(Types.TIME) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return value instanceof Date date ? utc(date).toLocalTime() : null;
        }
    },
    BYTES(Types.BINARY) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return value instanceof byte[] || value instanceof ByteBuffer ? bytes(value) : null;
        }

        @Override
        void bind(PreparedStatement statement, int index, Object value) throws SQLException {
            if (value instanceof byte[] bytes) {
                statement.setBytes(index, bytes);
            } else {
                super.bind(statement, index, value);
            }
        }
    },
    /** Text is taken as JSON already; everything else is written as JSON. */
    JSON(Types.OTHER) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return StorableText.ofJson(ConnectJson.write(schema, value));
        }

        @Override
        String fromText(String value) {
            return StorableText.ofJson(value);
        }
    },
    /** Any other type: text only, which PostgreSQL parses as that type. */
    OTHER(Types.OTHER) {
        @Override
        Object fromConnect(Schema schema, Object value) {
            return null;
        }
    };

    private final int sqlType;

    ColumnType(int sqlType) {
        this.sqlType = sqlType;
    }

    /** @param typeName as in {@code pg_type.typname} */
    static ColumnType of(String typeName) {
        return switch (typeName) {
            case "bool" -> BOOLEAN;
            case "int2", "int4", "int8" -> INTEGER;
            case "float4", "float8" -> FLOAT;
            case "numeric" -> NUMERIC;
            case "text", "varchar", "bpchar" -> TEXT;
            case "timestamptz" -> TIMESTAMPTZ;
            case "timestamp" -> TIMESTAMP;
            case "date" -> DATE;
            case "time" -> TIME;
            case "bytea" -> BYTES;
            case "json", "jsonb" -> JSON;
            default -> OTHER;
        };
    }

    /**
     * What to bind for a Connect value; null for null.
     *
     * @throws DataException if the column's type cannot hold it
     */
    Object convert(Schema schema, Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return fromText(text);
        }
        Object converted = fromConnect(schema, value);
        if (converted == null) {
            if (value instanceof Date date && !isTime(date)) {
                throw new DataException("the time " + date.toInstant() + " is not in the years "
                        + utc(LoopTimes.EARLIEST).getYear() + " to "
                        + utc(LoopTimes.LATEST).getYear() + "; is it in another unit than milliseconds?");
            }
            throw new DataException("a column of type " + name().toLowerCase(java.util.Locale.ROOT) + " cannot hold "
                    + (isNested(value) ? "a nested value, make it jsonb" : value + " (" + describe(schema) + ")"));
        }
        return converted;
    }

    String fromText(String value) {
        return StorableText.of(value);
    }

    /** The value to bind, or null when the type cannot hold it; the value is neither null nor text. */
    abstract Object fromConnect(Schema schema, Object value);

    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, sqlType);
        } else if (value instanceof String && this != TEXT) {
            statement.setObject(index, value, Types.OTHER);
        } else {
            statement.setObject(index, value, sqlType);
        }
    }

    static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return copy;
    }

    private static boolean isTime(Date date) {
        return LoopTimes.holds(date.toInstant());
    }

    private static OffsetDateTime utc(Date date) {
        return utc(date.toInstant());
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static boolean isNested(Object value) {
        return value instanceof Struct || value instanceof Map || value instanceof Collection;
    }

    private static String describe(Schema schema) {
        return schema.name() == null ? schema.type().name() : schema.name();
    }
}
