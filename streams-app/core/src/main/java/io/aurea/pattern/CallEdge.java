package io.aurea.pattern;

import io.aurea.name.NameGlob;
import io.aurea.schema.Trend;
import java.util.Optional;
import java.util.Set;

/**
 * One source calls another. Said by the peer of operations, or derived from the name of a latency series: {@code <metric>.<peer>}, where the peer is
 * another source of the tenant and the metric shows which side measured it, see {@link PatternSettings.Origin}.
 */
public record CallEdge(String caller, String callee) implements Comparable<CallEdge> {

    public static Optional<CallEdge> of(Trend trend, Set<String> sources, PatternSettings.Origin settings) {
        String name = trend.getName();
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String peer = name.substring(dot + 1);
        if (peer.equals(trend.getSource()) || !sources.contains(peer)) {
            return Optional.empty();
        }
        if (NameGlob.any(settings.serves(), name)) {
            return Optional.of(new CallEdge(peer, trend.getSource()));
        }
        return NameGlob.any(settings.calls(), name)
                ? Optional.of(new CallEdge(trend.getSource(), peer))
                : Optional.empty();
    }

    @Override
    public int compareTo(CallEdge other) {
        int order = caller.compareTo(other.caller);
        return order != 0 ? order : callee.compareTo(other.callee);
    }
}
