package io.aurea.topology;

/**
 * The names of every source, processor, store and sink in the topology. Store names are part of the changelog topics'
 * names: a version suffix changes only when the stored state becomes incompatible.
 */
final class Names {
    static final String OBSERVATIONS_SOURCE = "observations-source";
    static final String OBSERVE = "observe";
    static final String WINDOWS_STORE = "windows";
    static final String OBSERVE_LOOP_SINK = "observe-loop-sink";
    static final String OBSERVE_DEAD_LETTERS_SINK = "observe-dead-letters-sink";

    static final String FORWARD_SOURCE = "forward-source";
    static final String FORWARD = "forward";
    static final String FORWARD_LOOP_SINK = "forward-loop-sink";
    static final String FORGET_SINK = "forget-sink";
    static final String FORWARD_DEAD_LETTERS_SINK = "forward-dead-letters-sink";

    static final String LOOP_SOURCE = "loop-source";
    static final String ORIENT = "orient";
    static final String CYCLES_STORE = "cycles";
    static final String VIEWS_STORE = "views";
    static final String TRENDS_SINK = "trends-sink";
    static final String PATTERNS_SINK = "patterns-sink";
    static final String GOALS_SINK = "goals-sink";
    static final String INCIDENTS_SINK = "incidents-sink";
    static final String ANSWERS_SINK = "answers-sink";
    static final String CYCLES_SINK = "cycles-sink";
    static final String STATUS_SINK = "status-sink";
    static final String DECISIONS_SINK = "decisions-sink";
    static final String LEARNINGS_SINK = "learnings-sink";
    static final String BRAIN_SINK = "brain-sink";
    static final String OWN_OBSERVATIONS_SINK = "own-observations-sink";
    static final String ORIENT_DEAD_LETTERS_SINK = "orient-dead-letters-sink";

    private Names() {}
}
