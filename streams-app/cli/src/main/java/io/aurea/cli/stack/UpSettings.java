package io.aurea.cli.stack;

import java.nio.file.Path;

/**
 * What {@code up} was asked for.
 *
 * @param data the data folder
 * @param endpointsFile where the addresses are written to
 * @param observeSelf whether this machine is tenant {@code aurea}
 * @param demo whether the simulated shop runs, as tenant {@code demo-shop}
 */
record UpSettings(Path data, Path endpointsFile, StackFolder.Time time, boolean observeSelf, boolean demo) {}
