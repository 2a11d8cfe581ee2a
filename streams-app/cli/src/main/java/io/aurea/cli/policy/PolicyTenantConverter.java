package io.aurea.cli.policy;

import io.aurea.observation.ObservationRules;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a tenant, or * for all. */
final class PolicyTenantConverter implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (!text.equals(PolicyCli.ALL_TENANTS)) {
            ObservationRules.tenantViolation(text).ifPresent(reason -> {
                throw new TypeConversionException(reason + "; or * for all tenants");
            });
        }
        return text;
    }

    static String text(String tenant) {
        return tenant.equals(PolicyCli.ALL_TENANTS) ? "all tenants without their own" : "tenant " + tenant;
    }
}
