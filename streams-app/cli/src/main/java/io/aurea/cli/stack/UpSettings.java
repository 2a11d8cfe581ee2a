package io.aurea.cli.stack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code up} was asked for.
 *
 * @param data the data folder
 * @param endpointsFile where the addresses are written to
 * @param observeSelf whether this machine is tenant {@code aurea}
 * @param demo whether the simulated shop runs, as tenant {@code demo-shop}
 * @param backup where a backup goes before the app starts
 * @param restore the backup that the folder begins with
 * @param resetState whether the app begins without its state, see {@link io.aurea.app.StateReset}
 */
record UpSettings(
        Path data,
        Path endpointsFile,
        StackFolder.Time time,
        boolean observeSelf,
        boolean demo,
        Optional<Path> backup,
        Optional<Path> restore,
        boolean resetState) {}
