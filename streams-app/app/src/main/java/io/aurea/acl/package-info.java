/** Which rights on the brokers each part of an installation needs, and no more. */
package io.aurea.acl;
