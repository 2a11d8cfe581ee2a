package io.aurea.backup;

import io.aurea.backup.Manifest.CommittedOffset;
import java.io.IOException;
import java.util.List;

/** How the logs of a backup become those of the topics that were created for them. */
interface RestoredLogs {

    /**
     * Writes every record.
     *
     * @return how many
     */
    long write(BackupFile from, LogWriter to) throws IOException;

    /** Where these offsets of the old logs lie in what was written; of groups, or of connectors by their names. */
    List<CommittedOffset> offsets(List<CommittedOffset> before);
}
