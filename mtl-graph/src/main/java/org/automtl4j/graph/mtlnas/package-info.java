/**
 * MTL-NAS (Gao, Bai, Jie, Ma, Jia, Liu, CVPR 2020) and NDDR-CNN (Gao, Ma, Zhao, Liu, Yuille, CVPR 2019): one copy of a backbone for each task, and fusions
 * between them. {@link org.automtl4j.graph.mtlnas.FusionNetwork} is the structure, {@link org.automtl4j.graph.mtlnas.FusionSpace} what may be connected,
 * {@link org.automtl4j.graph.mtlnas.FusionArchitecture} what is.
 */
package org.automtl4j.graph.mtlnas;
