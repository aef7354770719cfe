/**
 * The supermodel: a backbone in which every task may share a layer, have its own, or skip it. Here live the values (branches, stages, policies as logits, the
 * architecture that was chosen) and the one store of parameters that all graphs read. The graphs themselves are made in {@code samediff}.
 */
package org.automtl4j.graph.supermodel;
