/**
 * Sweeps on Apache Spark: each part is an ordinary task, which trains in a folder that all machines see, and goes on from the part's checkpoint when it is
 * tried again. Nothing here trains anything itself.
 */
package org.automtl4j.spark;
