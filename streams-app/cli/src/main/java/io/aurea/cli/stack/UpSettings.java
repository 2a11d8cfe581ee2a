package io.aurea.cli.stack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of {@code up}.
 *
 * @param data the data folder
 * @param endpointsFile file for the addresses
 * @param observeSelf whether to observe this machine, as tenant {@code aurea}
 * @param demo whether to run the simulated shop, as tenant {@code demo-shop}
 * @param resetState whether the app starts without its state, see {@link io.aurea.app.StateReset}
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
