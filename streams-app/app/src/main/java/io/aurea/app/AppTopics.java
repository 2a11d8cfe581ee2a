package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;

/** Which of the brokers' topics are the installation's. */
public final class AppTopics {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private final Admin admin;
    private final String applicationId;

    /** @param admin stays the caller's to close */
    public AppTopics(Admin admin, AppSettings settings) {
        this.admin = admin;
        this.applicationId = settings.applicationId();
    }

    /** The changelogs of the app's stores, in the order of names. */
    public TreeSet<String> changelogs() {
        TreeSet<String> there = new TreeSet<>(ANSWERS.await(admin.listTopics().names()));
        there.removeIf(name -> !isChangelog(name));
        return there;
    }

    /** Those of the catalogue that are there, and the changelogs, in the order of names. */
    public TreeSet<String> all() {
        TreeSet<String> catalogue = new TreeSet<>();
        Topics.ALL.stream().map(Topic::name).forEach(catalogue::add);
        TreeSet<String> there = new TreeSet<>(ANSWERS.await(admin.listTopics().names()));
        there.removeIf(name -> !catalogue.contains(name) && !isChangelog(name));
        return there;
    }

    private boolean isChangelog(String name) {
        return name.startsWith(applicationId + "-") && name.endsWith("-changelog");
    }
}
