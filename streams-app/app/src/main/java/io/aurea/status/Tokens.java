package io.aurea.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** The known tokens, kept as digests and compared in constant time. Immutable. */
public final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,512}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,128}");
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final String ALLOWED = "16 to 512 letters, digits and . _ ~ -";

    private record Known(byte[] digest, Holder holder) {}

    private final List<Known> known;

    private Tokens(List<Known> known) {
        this.known = List.copyOf(known);
    }

    /**
     * @param operator the operator's token
     * @param file with more tokens
     * @throws ConfigException naming the setting and the line, never a token
     */
    public static Tokens of(Optional<String> operator, Optional<Path> file) {
        List<Known> known = new ArrayList<>();
        operator.ifPresent(token -> {
            if (!TOKEN.matcher(token).matches()) {
                throw new ConfigException(HttpSettings.TOKEN_CONFIG + " is not a token; allowed: " + ALLOWED);
            }
            known.add(new Known(digest(token), new Holder("operator", Optional.empty())));
        });
        file.ifPresent(path -> known.addAll(read(path)));
        return new Tokens(known);
    }

    private static List<Known> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigException(HttpSettings.TOKENS_FILE_CONFIG, file, "cannot be read: " + e);
        }
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                known.add(parse(line, HttpSettings.TOKENS_FILE_CONFIG + " " + file + " line " + (i + 1)));
            }
        }
        return known;
    }

    private static Known parse(String line, String where) {
        String[] parts = line.split("\\s+");
        if (parts.length != 3 || !NAME.matcher(parts[0]).matches()) {
            throw new ConfigException(where + ": must be a name, a token and tenants, with spaces between");
        }
        if (!TOKEN.matcher(parts[1]).matches()) {
            throw new ConfigException(where + ": the second word is not a token; allowed: " + ALLOWED);
        }
        if (parts[2].equals("*")) {
            return new Known(digest(parts[1]), new Holder(parts[0], Optional.empty()));
        }
        Set<String> tenants = new TreeSet<>(Arrays.asList(parts[2].split(",")));
        if (!tenants.stream().allMatch(t -> TENANT.matcher(t).matches())) {
            throw new ConfigException(where + ": the third word must be * or tenants, comma-separated");
        }
        return new Known(digest(parts[1]), new Holder(parts[0], Optional.of(tenants)));
    }

    public boolean isEmpty() {
        return known.isEmpty();
    }

    /** The holder of a token; the timing reveals nothing about the tokens. */
    Optional<Holder> holder(String token) {
        byte[] digest = digest(token);
        Holder found = null;
        for (Known k : known) {
            if (MessageDigest.isEqual(k.digest, digest)) {
                found = k.holder;
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
