/** The policy: what operators can configure, as one YAML file, checked and typed. */
package io.aurea.policy;
