package io.aurea.cli.read;

import io.aurea.observation.ObservationRules;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The name of a decision as people type it.
 *
 * @param tenant null when only the id was given
 */
public record DecisionName(String tenant, String id) {

    @Override
    public String toString() {
        return tenant == null ? id : tenant + "/" + id;
    }

    /** The name with this tenant, unless it has one. */
    public DecisionName of(String otherwise) {
        return tenant == null ? new DecisionName(otherwise, id) : this;
    }

    /** Reads {@code 17-1} and {@code shop/17-1}. */
    public static final class DecisionNameConverter implements ITypeConverter<DecisionName> {
        private static final int MAX = 128;

        @Override
        public DecisionName convert(String text) {
            int slash = text.indexOf('/');
            String id = text.substring(slash + 1);
            if (id.isBlank() || id.length() > MAX || id.indexOf('/') >= 0) {
                throw new TypeConversionException(
                        "'%s' names no decision; allowed: its id, such as 17-1, or tenant and id, such as shop/17-1"
                                .formatted(text));
            }
            String tenant = slash < 0 ? null : text.substring(0, slash);
            if (tenant != null) {
                ObservationRules.tenantViolation(tenant).ifPresent(reason -> {
                    throw new TypeConversionException(reason);
                });
            }
            return new DecisionName(tenant, id);
        }
    }
}
