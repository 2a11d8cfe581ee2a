package io.aurea.serde;

import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryConfig;
import io.aurea.registry.SubjectNameStrategy;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;

/** Settings of the Avro serde, under Confluent's names; those of the registry client are in {@link RegistryConfig}. */
public final class AvroSerdeConfig extends AbstractConfig {

    public static final String AUTO_REGISTER_CONFIG = "auto.register.schemas";
    public static final boolean AUTO_REGISTER_DEFAULT = true;
    private static final String AUTO_REGISTER_DOC =
            "Whether a serializer registers a schema that its subject lacks. If not, serializing such a record"
                    + " fails.";

    public static final String USE_LATEST_CONFIG = "use.latest.version";
    public static final boolean USE_LATEST_DEFAULT = false;
    private static final String USE_LATEST_DOC =
            "Whether a serializer writes with the newest version of its subject, as"
                    + " found at the first record, rather than with the record's own schema; needs auto.register.schemas=false.";

    public static final String VALUE_STRATEGY_CONFIG = "value.subject.name.strategy";
    public static final String KEY_STRATEGY_CONFIG = "key.subject.name.strategy";
    public static final String STRATEGY_DEFAULT = SubjectNameStrategy.TOPIC_NAME.className();
    private static final String STRATEGY_DOC = "Names the subject of a %s: TopicNameStrategy, RecordNameStrategy or"
            + " TopicRecordNameStrategy, alone or with Confluent's package.";

    public static final String VALUE_TYPE_CONFIG = "specific.avro.value.type";
    public static final String KEY_TYPE_CONFIG = "specific.avro.key.type";
    private static final String TYPE_DOC =
            "Generated class that a %s is read as. Unset: the class that has the full name of the schema it was written with.";

    /** Value: a {@link RegistryClient} to share, as an object. Without it each serializer and deserializer makes its own. */
    public static final String REGISTRY_CLIENT_CONFIG = "aurea.registry.client";

    public static final String SERDE_CLASS_CONFIG = "aurea.serde.class";
    public static final Class<?> SERDE_CLASS_DEFAULT = AvroSerde.class;
    private static final String SERDE_CLASS_DOC =
            "Serde for the values of all topics: a class with a no-argument constructor that implements"
                    + " org.apache.kafka.common.serialization.Serde, for example Confluent's SpecificAvroSerde. It is"
                    + " configured with these same keys.";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(AUTO_REGISTER_CONFIG, Type.BOOLEAN, AUTO_REGISTER_DEFAULT, Importance.MEDIUM, AUTO_REGISTER_DOC)
            .define(USE_LATEST_CONFIG, Type.BOOLEAN, USE_LATEST_DEFAULT, Importance.MEDIUM, USE_LATEST_DOC)
            .define(
                    VALUE_STRATEGY_CONFIG,
                    Type.STRING,
                    STRATEGY_DEFAULT,
                    AvroSerdeConfig::ensureStrategy,
                    Importance.MEDIUM,
                    STRATEGY_DOC.formatted("value"))
            .define(
                    KEY_STRATEGY_CONFIG,
                    Type.STRING,
                    STRATEGY_DEFAULT,
                    AvroSerdeConfig::ensureStrategy,
                    Importance.MEDIUM,
                    STRATEGY_DOC.formatted("key"))
            .define(
                    VALUE_TYPE_CONFIG,
                    Type.CLASS,
                    null,
                    AvroSerdeConfig::ensureSpecific,
                    Importance.MEDIUM,
                    TYPE_DOC.formatted("value"))
            .define(
                    KEY_TYPE_CONFIG,
                    Type.CLASS,
                    null,
                    AvroSerdeConfig::ensureSpecific,
                    Importance.MEDIUM,
                    TYPE_DOC.formatted("key"))
            .define(
                    SERDE_CLASS_CONFIG,
                    Type.CLASS,
                    SERDE_CLASS_DEFAULT,
                    AvroSerdeConfig::ensureSerde,
                    Importance.MEDIUM,
                    SERDE_CLASS_DOC);

    /**
     * @param originals may contain other keys
     * @throws ConfigException naming key, value and what is allowed
     */
    public AvroSerdeConfig(Map<String, ?> originals) {
        super(CONFIG, originals, false);
        if (getBoolean(USE_LATEST_CONFIG) && getBoolean(AUTO_REGISTER_CONFIG)) {
            throw new ConfigException(
                    USE_LATEST_CONFIG, true, "must be false unless " + AUTO_REGISTER_CONFIG + " is false");
        }
    }

    /** The definition, for documentation and for configs that contain this one. */
    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    /** The strategy for keys or values. */
    public SubjectNameStrategy subjectNameStrategy(boolean isKey) {
        String key = isKey ? KEY_STRATEGY_CONFIG : VALUE_STRATEGY_CONFIG;
        return SubjectNameStrategy.parse(key, getString(key));
    }

    /** The class that keys or values are read as, when it is fixed. */
    Optional<Class<? extends SpecificRecord>> type(boolean isKey) {
        Class<?> type = getClass(isKey ? KEY_TYPE_CONFIG : VALUE_TYPE_CONFIG);
        return Optional.ofNullable(type).map(known -> known.asSubclass(SpecificRecord.class));
    }

    /** The client that the settings share, or one made from them. */
    static RegistryClient registryClient(Map<String, ?> configs) {
        Object shared = configs.get(REGISTRY_CLIENT_CONFIG);
        if (shared == null) {
            return RegistryClient.create(configs);
        }
        if (shared instanceof RegistryClient client) {
            return client;
        }
        throw new ConfigException(
                REGISTRY_CLIENT_CONFIG, shared, "must be an object of " + RegistryClient.class.getName());
    }

    private static void ensureStrategy(String key, Object value) {
        SubjectNameStrategy.parse(key, (String) value);
    }

    private static void ensureSpecific(String key, Object value) {
        if (value != null && !SpecificRecord.class.isAssignableFrom((Class<?>) value)) {
            throw new ConfigException(key, value, "must be a class that Avro generated");
        }
    }

    private static void ensureSerde(String key, Object value) {
        if (value == null || !Serde.class.isAssignableFrom((Class<?>) value)) {
            throw new ConfigException(key, value, "must be a class that implements " + Serde.class.getName());
        }
    }
}
