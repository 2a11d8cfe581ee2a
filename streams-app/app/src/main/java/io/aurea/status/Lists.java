package io.aurea.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentState;
import io.aurea.schema.Learning;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.status.ProblemDetails.Kind;
import io.aurea.view.Records;
import io.aurea.view.Records.Keyed;
import io.aurea.view.RetentionMark;
import io.aurea.view.SortableKeys;
import io.aurea.view.TenantView;
import io.aurea.view.TrendPoint;
import io.aurea.view.TrendWindow;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The lists of a tenant's records: filtered, newest first, a page at a time. */
final class Lists {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String[] ROLES = {
        "success_rate", "error_rate", "latency", "availability", "backlog", "saturation", "traffic"
    };

    private Lists() {}

    static ObjectNode cycles(TenantView view, Query query) {
        Optional<Instant> from = query.time("from");
        Optional<Instant> to = query.time("to");
        Stream<Keyed<CycleMetrics>> cycles =
                newestFirst(view.cycles(), query).filter(c -> within(c.value().getWindowEnd(), from, to));
        return page(cycles, query.limit(), RecordJson::of);
    }

    private static boolean within(Instant end, Optional<Instant> from, Optional<Instant> to) {
        return from.map(f -> !end.isBefore(f)).orElse(true)
                && to.map(end::isBefore).orElse(true);
    }

    private static <T> Stream<Keyed<T>> newestFirst(Records<T> records, Query query) {
        return query.cursor().map(records::newestFirst).orElseGet(records::newestFirst);
    }

    /** One page, with the cursor of the next. */
    private static <T> ObjectNode page(Stream<Keyed<T>> fitting, int limit, Function<T, ObjectNode> shown) {
        ObjectNode page = JSON.objectNode();
        ArrayNode items = page.putArray("items");
        Iterator<Keyed<T>> rest = fitting.iterator();
        String last = null;
        while (items.size() < limit && rest.hasNext()) {
            Keyed<T> one = rest.next();
            items.add(shown.apply(one.value()));
            last = one.key();
        }
        return page.put("next_cursor", rest.hasNext() ? Query.cursor(last) : null);
    }

    static ObjectNode trends(TenantView view, Query query) {
        Optional<Instant> from = query.time("from");
        Optional<Instant> to = query.time("to");
        Optional<String> source = query.text("source");
        Optional<String> name = query.text("name");
        Optional<String> role = query.word("role", ROLES);
        boolean latest = query.flag("latest").orElse(false);
        Optional<Position> after = query.cursor().map(Position::parse);
        Set<String> seen = new HashSet<>();
        Stream<Keyed<JsonOfPoint>> points = view.trends()
                .newestFirst()
                .filter(w -> within(Instant.ofEpochMilli(w.value().endMs()), from, to))
                .flatMap(w -> points(w))
                .filter(p -> source.map(p.value().point.source()::equals).orElse(true))
                .filter(p -> name.map(p.value().point.name()::equals).orElse(true))
                .filter(p -> role.map(p.value().point.role()::equals).orElse(true))
                .filter(p -> !latest
                        || seen.add(
                                p.value().point.source() + '/' + p.value().point.name()))
                .filter(p -> after.map(position -> position.isBefore(p.key())).orElse(true));
        return page(points, query.limit(), p -> RecordJson.of(p.window, p.point));
    }

    private record JsonOfPoint(TrendWindow window, TrendPoint point) {}

    private static Stream<Keyed<JsonOfPoint>> points(Keyed<TrendWindow> window) {
        List<TrendPoint> points = window.value().points();
        return java.util.stream.IntStream.range(0, points.size())
                .mapToObj(i -> new Keyed<>(
                        new Position(window.key(), i).toString(), new JsonOfPoint(window.value(), points.get(i))));
    }

    private record Position(String window, int index) {

        static Position parse(String text) {
            int colon = text.indexOf(':');
            try {
                return new Position(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
            } catch (IndexOutOfBoundsException | NumberFormatException foreign) {
                throw new ProblemDetails(Kind.BAD_REQUEST, "cursor is not from this list");
            }
        }

        /** Whether that position comes after this one: windows descend, series ascend. */
        boolean isBefore(String other) {
            Position p = parse(other);
            int windows = p.window.compareTo(window);
            return windows < 0 || windows == 0 && p.index > index;
        }

        @Override
        public String toString() {
            return window + ':' + index;
        }
    }

    static ObjectNode patterns(TenantView view, Query query) {
        Optional<String> state = query.word("state", "active", "ONSET", "ONGOING", "ABATED");
        Optional<PatternType> type = query.constant("type", PatternType.class);
        Optional<String> source = query.text("source");
        Optional<String> after = query.cursor();
        Stream<Keyed<Pattern>> patterns = view.patterns()
                .newestFirst()
                .map(p ->
                        new Keyed<>(SortableKeys.of(p.value().getOnsetAt().toEpochMilli()) + '/' + p.key(), p.value()))
                .filter(p -> state.map(s -> s.equals("active")
                                ? p.value().getState() != PatternState.ABATED
                                : p.value().getState().name().equals(s))
                        .orElse(true))
                .filter(p -> type.map(t -> t == p.value().getPatternType()).orElse(true))
                .filter(p -> source.map(s -> s.equals(p.value().getSource())).orElse(true))
                .sorted(Comparator.comparing((Keyed<Pattern> p) -> p.key()).reversed())
                .filter(p -> after.map(a -> p.key().compareTo(a) < 0).orElse(true));
        return page(patterns, query.limit(), RecordJson::of);
    }

    static ObjectNode goals(TenantView view, Query query) {
        Optional<GoalStatus> status = query.constant("status", GoalStatus.class);
        Optional<String> metric = query.text("metric");
        Stream<Keyed<Goal>> goals = newestFirst(view.goals(), query)
                .filter(g -> status.map(s -> s == g.value().getStatus()).orElse(true))
                .filter(g -> metric.map(g.value().getTargetMetric()::equals).orElse(true));
        return page(goals, query.limit(), RecordJson::of);
    }

    static ObjectNode incidents(TenantView view, Query query) {
        Optional<IncidentState> state = query.constant("state", IncidentState.class);
        Optional<String> origin = query.text("origin");
        Stream<Keyed<Incident>> incidents = newestFirst(view.incidents(), query)
                .filter(i -> state.map(s -> s == i.value().getState()).orElse(true))
                .filter(i -> origin.map(o -> o.equals(i.value().getSuspectedOrigin()))
                        .orElse(true));
        return page(incidents, query.limit(), RecordJson::summary);
    }

    /** Empty when it is not kept. */
    static Optional<Incident> incident(TenantView view, String id) {
        return view.incidents()
                .newestFirst()
                .map(Keyed::value)
                .filter(i -> i.getIncidentId().equals(id))
                .findFirst();
    }

    /** By caller and callee. */
    static ObjectNode topology(TenantView view, Query query) {
        Optional<String> source = query.text("source");
        Optional<String> after = query.cursor();
        Stream<Keyed<KnownCall>> calls = view.calls().stream()
                .filter(c -> source.map(s -> s.equals(c.caller()) || s.equals(c.callee()))
                        .orElse(true))
                .map(c -> new Keyed<>(c.name(), c))
                .sorted(Comparator.comparing(Keyed::key))
                .filter(c -> after.map(a -> c.key().compareTo(a) > 0).orElse(true));
        return page(calls, query.limit(), ViewJson::call);
    }

    static ObjectNode decisions(TenantView view, Query query) {
        EnumSet<DecisionState> states = EnumSet.noneOf(DecisionState.class);
        query.text("state").ifPresent(text -> Arrays.stream(text.split(","))
                .forEach(state -> states.add(Query.constant("state", state, DecisionState.class))));
        Optional<Boolean> open = query.flag("open");
        Optional<String> action = query.text("action");
        Optional<String> target = query.text("target");
        Optional<PatternType> type = query.constant("type", PatternType.class);
        Stream<Keyed<Decision>> decisions = newestFirst(view.decisions(), query)
                .filter(d -> states.isEmpty() || states.contains(d.value().getState()))
                .filter(d -> open.map(o -> o == (RetentionMark.of(d.value()) != RetentionMark.OVER))
                        .orElse(true))
                .filter(d -> action.map(d.value().getAction()::equals).orElse(true))
                .filter(d -> target.map(d.value().getTarget()::equals).orElse(true))
                .filter(d -> type.map(t -> t.name().equals(d.value().getPatternType()))
                        .orElse(true));
        return page(decisions, query.limit(), RecordJson::summary);
    }

    /** Empty when it is not kept. */
    static Optional<Decision> decision(TenantView view, String id) {
        return view.decisions()
                .newestFirst()
                .map(Keyed::value)
                .filter(d -> d.getDecisionId().equals(id))
                .findFirst();
    }

    /** The decision with what it rests on, and its learnings and retries. */
    static ObjectNode detail(TenantView view, Decision decision) {
        String id = decision.getDecisionId();
        ObjectNode json = JSON.objectNode();
        json.set("decision", RecordJson.of(decision));
        ArrayNode patterns = json.putArray("patterns");
        decision.getPatterns()
                .forEach(pattern -> view.patterns().get(pattern).ifPresent(p -> patterns.add(RecordJson.of(p))));
        ArrayNode goals = json.putArray("goals");
        view.goals()
                .newestFirst()
                .map(Keyed::value)
                .filter(g -> decision.getGoals().contains(g.getGoalId()))
                .forEach(g -> goals.add(RecordJson.of(g)));
        ArrayNode learnings = json.putArray("learnings");
        view.learnings()
                .newestFirst()
                .map(Keyed::value)
                .filter(l -> id.equals(l.getDecisionId()))
                .forEach(l -> learnings.add(RecordJson.of(l)));
        ArrayNode retries = json.putArray("retries");
        view.decisions()
                .newestFirst()
                .map(Keyed::value)
                .filter(d -> id.equals(d.getRetryOf()))
                .forEach(d -> retries.insert(0, RecordJson.summary(d)));
        return json;
    }

    static ObjectNode learnings(TenantView view, Query query) {
        Optional<String> category = query.text("category");
        Optional<String> impact = query.word("impact", "high", "medium", "low");
        Optional<String> decision = query.text("decision_id");
        Optional<String> pattern = query.text("pattern_id");
        Stream<Keyed<Learning>> learnings = newestFirst(view.learnings(), query)
                .filter(l -> category.map(l.value().getCategory()::equals).orElse(true))
                .filter(l -> impact.map(l.value().getImpact()::equals).orElse(true))
                .filter(l ->
                        decision.map(d -> d.equals(l.value().getDecisionId())).orElse(true))
                .filter(l ->
                        pattern.map(p -> p.equals(l.value().getPatternId())).orElse(true));
        return page(learnings, query.limit(), RecordJson::of);
    }
}
