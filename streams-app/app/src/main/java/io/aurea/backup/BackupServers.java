package io.aurea.backup;

import io.aurea.app.AppSettings;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.SubjectNameStrategy;
import io.aurea.topic.TopicSettings;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The servers that a backup is of, or goes into.
 *
 * @param admin stays the caller's to close
 * @param subjects how the subjects of values are named
 * @param topics how topics are created
 * @param database empty where the installation has none
 */
public record BackupServers(
        Admin admin,
        AppSettings app,
        RegistryClient registry,
        SubjectNameStrategy subjects,
        TopicSettings topics,
        Optional<DatabaseSettings> database) {

    /** Those of an installation. */
    public static BackupServers of(Admin admin, Installation at) {
        return new BackupServers(
                admin,
                at.app(),
                at.registryClient(Map.of()),
                at.serdeConfig().subjectNameStrategy(false),
                at.topics(),
                at.hasDatabase() ? Optional.of(at.database()) : Optional.empty());
    }
}
