/** Policies: checked, applied and shown. */
package io.aurea.cli.policy;
