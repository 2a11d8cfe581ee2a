/** What an observation must be, for those who publish it and for the loop that reads it. Knows no Kafka. */
package io.aurea.observation;
