package io.aurea.registry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One base url of a registry.
 *
 * @param base scheme, host, port and path, without user and password and without a slash at the end
 * @param userInfo {@code user:password} of the url
 */
record RegistryUrl(String base, Optional<String> userInfo) {

    static RegistryUrl parse(String url) {
        String userInfo = URI.create(url).getRawUserInfo();
        String base = userInfo == null ? url : url.replace(userInfo + "@", "");
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        return new RegistryUrl(
                base, Optional.ofNullable(userInfo).map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8)));
    }

    /** For messages; also of text that is no proper url. */
    static String withoutUserInfo(String url) {
        return url.replaceAll("//[^/]*@", "//");
    }
}
