package io.aurea.status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests in a minute are answered of one token, and of one address that sends none or a wrong one. A minute's share
 * may be used at once; it fills up evenly. Thread-safe.
 */
final class Quotas {
    /** Beyond, the one heard longest ago is forgotten, and has its whole share again. */
    private static final int MOST = 10_000;

    private static final double MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int ofToken;
    private final int ofAddress;
    private final LongSupplier clock;
    private final Map<Caller, Share> shares = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Caller, Share> eldest) {
            return size() > MOST;
        }
    };
    private long refused;

    /** @param left requests, at a time of the clock */
    private record Share(double left, long at) {}

    Quotas(int ofToken, int ofAddress, LongSupplier clock) {
        this.ofToken = ofToken;
        this.ofAddress = ofAddress;
        this.clock = clock;
    }

    /**
     * @param token the name of the one that was sent and is known
     * @return empty if it is within the quota; else after how many seconds the next one is
     */
    synchronized OptionalLong take(Optional<String> token, String address) {
        int perMinute = token.isPresent() ? ofToken : ofAddress;
        Caller who = Caller.of(token, address);
        long now = clock.getAsLong();
        Share before = shares.getOrDefault(who, new Share(perMinute, now));
        double left = Math.min(perMinute, before.left + (now - before.at) * (perMinute / MINUTE_NANOS));
        if (left >= 1) {
            shares.put(who, new Share(left - 1, now));
            return OptionalLong.empty();
        }
        shares.put(who, new Share(left, now));
        refused++;
        return OptionalLong.of((long) Math.ceil((1 - left) * 60 / perMinute));
    }

    synchronized long refused() {
        return refused;
    }
}
