package io.aurea.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Tells how a list of named items differs from the built-in one. */
final class ListChanges {

    private ListChanges() {}

    /** Empty if they are equal but for the order. */
    static <T> Optional<String> between(String list, List<T> builtIn, List<T> own, Function<T, String> name) {
        Map<String, T> before = byName(builtIn, name);
        Map<String, T> now = byName(own, name);
        List<String> parts = new ArrayList<>();
        part(
                parts,
                "added",
                now.keySet().stream().filter(n -> !before.containsKey(n)).toList());
        part(
                parts,
                "overridden",
                now.keySet().stream()
                        .filter(n -> before.containsKey(n) && !before.get(n).equals(now.get(n)))
                        .toList());
        part(
                parts,
                "removed",
                before.keySet().stream().filter(n -> !now.containsKey(n)).toList());
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(list + ": " + own.size() + "; " + String.join("; ", parts));
    }

    private static void part(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(what + ": " + String.join(", ", names));
        }
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        items.forEach(item -> byName.put(name.apply(item), item));
        return byName;
    }
}
