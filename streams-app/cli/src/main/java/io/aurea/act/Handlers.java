package io.aurea.act;

import io.aurea.executor.DecisionHandler;
import io.aurea.executor.Decisions;
import io.aurea.executor.Result;
import io.aurea.schema.DecisionState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The handlers of a file, ready to run: programs are found, secrets read. Immutable. */
public final class Handlers {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");
    /** Handlers end by themselves at their limit; the client's is later, in case one does not. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private record Ready(HandlerTerms terms, Handler handler) {}

    private final List<Ready> all;
    private final Duration longest;

    private Handlers(List<Ready> all, Duration longest) {
        this.all = all;
        this.longest = longest;
    }

    /**
     * @param environment variables: PATH, and those that headers refer to
     * @throws IllegalArgumentException if a program or a variable is missing
     */
    public static Handlers of(HandlersFile file, Map<String, String> environment) {
        Map<String, Path> programs = new HashMap<>();
        for (String name : file.allow().orElse(List.of())) {
            programs.put(name, Program.find(name, environment.get("PATH")));
        }
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(HttpTerms.TIME_LIMIT)
                .build();
        List<Ready> all = new ArrayList<>();
        Duration longest = Duration.ZERO;
        for (HandlerTerms terms : file.handlers()) {
            Handler handler;
            if (terms.http().isPresent()) {
                HttpTerms http = terms.http().get();
                Duration limit = http.timeLimit().orElse(HttpTerms.TIME_LIMIT);
                longest = limit.compareTo(longest) > 0 ? limit : longest;
                handler = new HttpHandler(client, URI.create(http.url()), headers(terms, http, environment), limit);
            } else if (terms.command().isPresent()) {
                ProgramTerms command = terms.command().get();
                Duration limit = command.timeLimit().orElse(ProgramTerms.TIME_LIMIT);
                longest = limit.compareTo(longest) > 0 ? limit : longest;
                List<String> run = command.run();
                handler = new ProgramHandler(programs.get(run.get(0)), run.subList(1, run.size()), limit);
            } else {
                handler = new LogHandler(terms.log().orElseThrow());
            }
            all.add(new Ready(terms, handler));
        }
        return new Handlers(List.copyOf(all), longest.plus(MARGIN));
    }

    private static Map<String, String> headers(HandlerTerms terms, HttpTerms http, Map<String, String> environment) {
        Map<String, String> headers = new TreeMap<>();
        for (HttpTerms.Header header : http.headers().orElse(List.of())) {
            Matcher variable = VARIABLE.matcher(header.value());
            String value = header.value();
            if (variable.matches()) {
                value = environment.get(variable.group(1));
                if (value == null) {
                    throw new IllegalArgumentException("handler '" + terms.name() + "' has the header " + header.name()
                            + " from the variable " + variable.group(1) + ", which is not set");
                }
            }
            requireSendable(terms, header, value);
            headers.put(header.name(), value);
        }
        return headers;
    }

    /** Where it is sent, the HTTP client would refuse it in an error that shows it, and outcomes carry errors. */
    private static void requireSendable(HandlerTerms terms, HttpTerms.Header header, String value) {
        try {
            HttpRequest.newBuilder().header("X-Any", value);
        } catch (IllegalArgumentException showsTheValue) {
            throw new IllegalArgumentException("handler '" + terms.name() + "' has the header " + header.name()
                    + " with a value that HTTP does not allow; allowed: one line of visible characters");
        }
    }

    /** Adds them to a subscription, in the order of the file. */
    public Decisions into(Decisions decisions) {
        for (Ready ready : all) {
            HandlerTerms terms = ready.terms();
            DecisionHandler named = decision -> named(ready, ready.handler().handle(decision));
            if (terms.wants() == HandlerTerms.On.DISPATCHED) {
                decisions.handle(terms.filter(), named);
            }
            terms.wants()
                    .state()
                    .filter(state -> state != DecisionState.DISPATCHED)
                    .ifPresent(state -> decisions.tell(state, terms.filter(), named));
            terms.wants()
                    .news()
                    .ifPresent(wanted -> decisions.tell(
                            wanted,
                            terms.incidentFilter(),
                            (news, incident) -> named(ready, ready.handler().handle(news, incident))));
        }
        return decisions.timeLimit(longest);
    }

    private static Result named(Ready ready, Result result) {
        Map<String, String> details = new TreeMap<>(result.details());
        details.put("handler", ready.terms().name());
        return new Result(result.status(), result.text(), details);
    }

    /** Whether one of them wants news of incidents. */
    public boolean readIncidents() {
        return all.stream().anyMatch(ready -> ready.terms().wants().news().isPresent());
    }

    public int count() {
        return all.size();
    }
}
