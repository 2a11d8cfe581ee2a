package io.aurea.cli.read;

import io.aurea.observation.ObservationRules;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The name of a decision or an incident as people type it.
 *
 * @param tenant null when only the id was given
 */
public record NumberedName(String tenant, String id) {
    private static final int MAX = 128;

    @Override
    public String toString() {
        return tenant == null ? id : tenant + "/" + id;
    }

    /** The name with this tenant, unless it has one. */
    public NumberedName of(String otherwise) {
        return tenant == null ? new NumberedName(otherwise, id) : this;
    }

    /** Reads {@code 17-1} and {@code shop/17-1}. */
    private static NumberedName parsed(String text, String what) {
        int slash = text.indexOf('/');
        String id = text.substring(slash + 1);
        if (id.isBlank() || id.length() > MAX || id.indexOf('/') >= 0) {
            throw new TypeConversionException(
                    "'%s' names no %s; allowed: its id, such as 17-1, or tenant and id, such as shop/17-1"
                            .formatted(text, what));
        }
        String tenant = slash < 0 ? null : text.substring(0, slash);
        if (tenant != null) {
            ObservationRules.tenantViolation(tenant).ifPresent(reason -> {
                throw new TypeConversionException(reason);
            });
        }
        return new NumberedName(tenant, id);
    }

    /** The name of a decision. */
    public static final class DecisionConverter implements ITypeConverter<NumberedName> {
        @Override
        public NumberedName convert(String text) {
            return parsed(text, "decision");
        }
    }

    /** The name of an incident. */
    public static final class IncidentConverter implements ITypeConverter<NumberedName> {
        @Override
        public NumberedName convert(String text) {
            return parsed(text, "incident");
        }
    }
}
