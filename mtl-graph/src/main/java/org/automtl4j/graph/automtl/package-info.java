/**
 * AutoMTL's network (Zhang, Liu, Guan: AutoMTL, NeurIPS 2022): a backbone in which every task may share a layer, have its own, or skip it. Here live the values
 * (branches, stages, policies as logits, the architecture that was chosen), the one store of parameters that all graphs read, and the making of graphs:
 * (super-model, stage, tasks, mode) becomes a {@link org.automtl4j.graph.automtl.TaskGraph}, an ordinary SameDiff graph over the super-model's own arrays.
 * Where a path sums over branches, it has one convolution with a mixed kernel. Everything random or temporary comes in through placeholders.
 */
package org.automtl4j.graph.automtl;
