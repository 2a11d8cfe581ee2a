package io.aurea.cli.read;

import io.aurea.observation.ObservationRules;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of one tenant. */
public final class TenantConverter implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        ObservationRules.tenantViolation(text).ifPresent(reason -> {
            throw new TypeConversionException(reason);
        });
        return text;
    }
}
