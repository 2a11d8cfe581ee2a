package io.aurea.cli.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of {@code up}.
 *
 * @param data the data folder
 * @param endpointsFile file for the addresses
 * @param startLimit how long each part may take to be ready
 * @param observeSelf whether to observe this machine, as tenant {@code aurea}
 * @param demo whether to run the simulated shop, as tenant {@code demo-shop}
 * @param resetState whether the app starts without its state, see {@link io.aurea.app.StateReset}
 */
record UpSettings(
        Path data,
        Path endpointsFile,
        StackFolder.Time time,
        Duration startLimit,
        boolean observeSelf,
        boolean demo,
        Optional<Path> backup,
        Optional<Path> restore,
        boolean resetState) {}
