/** The policy: what operators can tell the loop, as one YAML file, checked and typed. */
package io.aurea.policy;
