package io.aurea.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.registry.RegistryTransport.HttpReply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Time;

/**
 * The registry over HTTP. Schemas by id, and ids by subject and schema, never change and are kept in bounded caches;
 * an unknown id is remembered for a while. Thread-safe; holds no resource that needs closing.
 */
final class HttpRegistryClient implements RegistryClient {

    private final RegistryTransport transport;
    private final Time time;
    private final long missingNanos;
    private final Cache<Integer, Schema> schemas;
    private final Cache<SubjectSchema, Integer> ids;
    private final Cache<Integer, Missing> missing;

    private record SubjectSchema(String subject, Schema schema) {}

    private record Missing(String message, long untilNanos) {}

    HttpRegistryClient(RegistryConfig config) {
        this(config, Time.SYSTEM);
    }

    HttpRegistryClient(RegistryConfig config, Time time) {
        this.transport = new RegistryTransport(config, time);
        this.time = time;
        this.missingNanos = TimeUnit.SECONDS.toNanos(config.getLong(RegistryConfig.MISSING_ID_TTL_CONFIG));
        int size = config.getInt(RegistryConfig.CACHE_SIZE_CONFIG);
        this.schemas = new SynchronizedCache<>(new LRUCache<>(size));
        this.ids = new SynchronizedCache<>(new LRUCache<>(size));
        this.missing = new SynchronizedCache<>(new LRUCache<>(size));
    }

    @Override
    public int register(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Integer cached = ids.get(key);
        if (cached != null) {
            return cached;
        }
        HttpReply answer = transport.send("POST", "/subjects/" + encode(subject) + "/versions", schemaRequest(schema));
        if (answer.status() == 409) {
            // Some registries also answer like this to the slower of two clients that register the first version
            // concurrently.
            OptionalInt registeredMeanwhile = lookup(subject, schema);
            if (registeredMeanwhile.isPresent()) {
                return registeredMeanwhile.getAsInt();
            }
            throw new SerializationException("Schema registry " + answer.url() + " rejects " + schema.getFullName()
                    + " as incompatible with the versions of subject " + subject + " (" + answer.describe() + ")");
        }
        if (answer.status() == 422) {
            throw new SerializationException("Schema registry " + answer.url() + " rejects " + schema.getFullName()
                    + " for subject " + subject + " as invalid (" + answer.describe() + ")");
        }
        int id = id(answer, "registering " + schema.getFullName() + " under subject " + subject);
        ids.put(key, id);
        return id;
    }

    @Override
    public OptionalInt lookup(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Integer cached = ids.get(key);
        if (cached != null) {
            return OptionalInt.of(cached);
        }
        HttpReply answer = transport.send("POST", "/subjects/" + encode(subject), schemaRequest(schema));
        if (saysNotFound(answer)) {
            return OptionalInt.empty();
        }
        int id = id(answer, "looking up " + schema.getFullName() + " in subject " + subject);
        ids.put(key, id);
        return OptionalInt.of(id);
    }

    @Override
    public Schema byId(int id) {
        Schema cached = schemas.get(id);
        if (cached != null) {
            return cached;
        }
        Missing known = missing.get(id);
        if (known != null && time.nanoseconds() - known.untilNanos() < 0) {
            throw new SerializationException(known.message());
        }
        HttpReply answer = transport.send("GET", "/schemas/ids/" + id, null);
        if (saysNotFound(answer)) {
            String message = "Schema registry " + answer.url() + " knows no schema with id " + id + " ("
                    + answer.describe() + ")";
            missing.put(id, new Missing(message, time.nanoseconds() + missingNanos));
            throw new SerializationException(message);
        }
        Schema schema = schema(answer, "schema id " + id);
        schemas.put(id, schema);
        return schema;
    }

    @Override
    public Optional<RegisteredSchema> latest(String subject) {
        HttpReply answer = transport.send("GET", "/subjects/" + encode(subject) + "/versions/latest", null);
        if (saysNotFound(answer)) {
            return Optional.empty();
        }
        String what = "the latest version of subject " + subject;
        return Optional.of(new RegisteredSchema(
                id(answer, what), answer.body().path("version").asInt(), schema(answer, what)));
    }

    @Override
    public Optional<CompatibilityLevel> compatibility(String subject) {
        HttpReply answer = transport.send("GET", "/config/" + encode(subject), null);
        if (saysNotFound(answer)) {
            return Optional.empty();
        }
        String level = answer.body().path("compatibilityLevel").asText("");
        try {
            return Optional.of(CompatibilityLevel.valueOf(level));
        } catch (IllegalArgumentException e) {
            throw unusable(answer, "the compatibility of subject " + subject);
        }
    }

    @Override
    public void setCompatibility(String subject, CompatibilityLevel level) {
        String body = object().put("compatibility", level.name()).toString();
        HttpReply answer = transport.send("PUT", "/config/" + encode(subject), body);
        if (!answer.ok()) {
            throw unusable(answer, "setting the compatibility of subject " + subject + " to " + level);
        }
    }

    /**
     * Only an error code of Confluent's API says that the thing is missing: a bare 404 may as well come from a wrong
     * path or a proxy, and must not condemn a record.
     */
    private static boolean saysNotFound(HttpReply answer) {
        return answer.status() == 404 && answer.errorCode() / 100 == 404;
    }

    private static int id(HttpReply answer, String what) {
        JsonNode id = answer.body().path("id");
        if (!answer.ok() || !id.isInt()) {
            throw unusable(answer, what);
        }
        return id.intValue();
    }

    private Schema schema(HttpReply answer, String what) {
        if (!answer.ok() || !answer.body().path("schema").isTextual()) {
            throw unusable(answer, what);
        }
        try {
            Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
            parseReferences(parser, answer.body(), new HashSet<>());
            return parse(parser, answer.body());
        } catch (AvroRuntimeException e) {
            throw new SerializationException(
                    "Schema registry " + answer.url() + " has for " + what + " something that is not an Avro schema: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Parses what the schema refers to first, each version once, innermost first. */
    private void parseReferences(Schema.Parser parser, JsonNode version, Set<String> seen) {
        for (JsonNode reference : version.path("references")) {
            String subject = reference.path("subject").asText();
            String path = "/subjects/" + encode(subject) + "/versions/"
                    + reference.path("version").asInt();
            if (seen.add(path)) {
                HttpReply answer = transport.send("GET", path, null);
                if (!answer.ok() || !answer.body().path("schema").isTextual()) {
                    throw unusable(answer, "version " + reference.path("version") + " of subject " + subject);
                }
                parseReferences(parser, answer.body(), seen);
                parse(parser, answer.body());
            }
        }
    }

    private static Schema parse(Schema.Parser parser, JsonNode version) {
        String type = version.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new AvroRuntimeException("its type is " + type);
        }
        try {
            return parser.parse(version.path("schema").textValue());
        } catch (NullPointerException undefined) {
            // So Avro's parser says that nothing defines a name which the schema uses.
            throw new AvroRuntimeException(undefined.getMessage(), undefined);
        }
    }

    private static RegistryUnavailableException unusable(HttpReply answer, String what) {
        return new RegistryUnavailableException("Schema registry " + answer.url() + " gave no usable answer for " + what
                + " (" + answer.describe() + "); does " + RegistryConfig.URL_CONFIG
                + " name the root of a Confluent schema registry API?");
    }

    private static String schemaRequest(Schema schema) {
        return object().put("schema", RegisteredForm.of(schema)).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "schema registry " + transport;
    }
}
