package io.aurea.status;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/** Whom quotas and limits count as one caller: the holder of a token, or an address that sends none or a wrong one. */
record Caller(String name) {

    /** @param token the name of the one that was sent and is known */
    static Caller of(Optional<String> token, String address) {
        return token.map(name -> new Caller("token " + name)).orElseGet(() -> ofAddress(address));
    }

    /** One caller has a whole /64 network of IPv6 addresses. */
    static Caller ofAddress(String address) {
        return new Caller("address " + network(address));
    }

    private static String network(String address) {
        String bare = address.replaceAll("[\\[\\]]|%.*", "");
        if (!bare.contains(":")) {
            return bare;
        }
        try {
            byte[] bytes = InetAddress.getByName(bare).getAddress();
            return bytes.length == 4 ? bare : HexFormat.of().formatHex(bytes, 0, 8);
        } catch (UnknownHostException noAddress) {
            return bare;
        }
    }
}
