/**
 * Makes graphs: (supermodel, stage, tasks, mode) becomes a {@link org.automtl4j.graph.samediff.TaskGraph}, an ordinary SameDiff graph over the supermodel's
 * own arrays. Where a path sums over branches, it has one convolution with a mixed kernel. Everything random or temporary comes in through placeholders.
 */
package org.automtl4j.graph.samediff;
