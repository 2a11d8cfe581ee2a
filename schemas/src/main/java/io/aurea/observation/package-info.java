/** What makes an observation valid, for those who publish it and for the loop that reads it. Independent of Kafka. */
package io.aurea.observation;
