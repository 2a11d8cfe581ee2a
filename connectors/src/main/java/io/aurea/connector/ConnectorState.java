package io.aurea.connector;

import java.util.List;

/**
 * What the worker says about a connector.
 *
 * @param state UNASSIGNED, RUNNING, PAUSED, STOPPED, FAILED or RESTARTING
 * @param trace stack trace of a failed connector; empty otherwise
 * @param tasks its tasks by number; empty before the first is started
 */
public record ConnectorState(String state, String trace, List<Task> tasks) {

    private static final String RUNNING = "RUNNING";
    private static final String FAILED = "FAILED";

    /** One task; the fields are those of the connector. */
    public record Task(int id, String state, String worker, String trace) {}

    public ConnectorState {
        tasks = List.copyOf(tasks);
    }

    /** Whether the connector and at least one task run, and no task does anything else. */
    public boolean isRunning() {
        return state.equals(RUNNING)
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals(RUNNING));
    }

    /** Whether the connector or a task has failed; it stays so until someone restarts it. */
    public boolean isFailed() {
        return state.equals(FAILED)
                || tasks.stream().anyMatch(task -> task.state().equals(FAILED));
    }

    /** For a person: states, and the first line of each trace. */
    public String describe() {
        StringBuilder text = new StringBuilder(state);
        appendReason(text, trace);
        for (Task task : tasks) {
            text.append(", task ").append(task.id()).append(' ').append(task.state());
            appendReason(text, task.trace());
        }
        return text.toString();
    }

    private static void appendReason(StringBuilder text, String trace) {
        // The worker wraps what a task threw; the innermost cause is the one that helps.
        String[] lines = trace.strip().split("\\R");
        String reason = lines[0];
        for (String line : lines) {
            if (line.startsWith("Caused by: ")) {
                reason = line.substring("Caused by: ".length());
            }
        }
        if (!reason.isEmpty()) {
            text.append(" (").append(reason).append(')');
        }
    }
}
