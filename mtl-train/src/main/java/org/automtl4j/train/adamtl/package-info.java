/**
 * The training of AdaMTL (Neseem, Agiza, Reda, CVPRW 2023): {@link org.automtl4j.train.adamtl.StaticTraining} trains encoder and decoders,
 * {@link org.automtl4j.train.adamtl.ControllerTraining} teaches the controllers to keep everything, and {@link org.automtl4j.train.adamtl.AdaptiveTraining} lets
 * them decide, under a target of computation. All tasks are computed in one pass, so the trainer steps jointly.
 */
package org.automtl4j.train.adamtl;
