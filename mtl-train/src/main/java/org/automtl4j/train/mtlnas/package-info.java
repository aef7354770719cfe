/**
 * The training of MTL-NAS (Gao et al., CVPR 2020) and NDDR-CNN (Gao et al., CVPR 2019): {@link org.automtl4j.train.mtlnas.FusionTraining} trains given edges, or none,
 * {@link org.automtl4j.train.mtlnas.EdgeSearch} finds them. All tasks are computed in one pass, so the trainer steps jointly.
 */
package org.automtl4j.train.mtlnas;
