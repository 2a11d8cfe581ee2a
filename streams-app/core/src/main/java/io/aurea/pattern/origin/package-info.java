/** Where trouble begins: who calls whom, and which source is the likely origin of what shows. */
package io.aurea.pattern.origin;
