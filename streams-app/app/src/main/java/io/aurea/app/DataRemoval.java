package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;

/** Takes everything away that the brokers hold of an installation: the catalogue's topics, the app's changelogs, its group. */
public final class DataRemoval {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private final Admin admin;
    private final AppSettings settings;

    /** @param admin stays the caller's to close */
    public DataRemoval(Admin admin, AppSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Does it; the app must not be {@link AppGroup#running}.
     *
     * @return what went, a sentence each; empty when there was nothing
     * @throws org.apache.kafka.common.KafkaException when the brokers refuse, or do not answer; it can be done again
     */
    public List<String> apply() {
        List<String> removed = new ArrayList<>();
        TreeSet<String> topics = new AppTopics(admin, settings).all();
        if (!topics.isEmpty()) {
            ANSWERS.await(admin.deleteTopics(topics).all());
            topics.forEach(topic -> removed.add("topic " + topic + ": removed"));
        }
        if (new AppGroup(admin, settings).delete()) {
            removed.add("group " + settings.applicationId() + ": removed");
        }
        new InputLogs(admin, settings).forget();
        if (new RestoreMark(admin).remove()) {
            removed.add("the mark of an interrupted restore: removed");
        }
        return removed;
    }
}
