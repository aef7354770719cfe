/**
 * The stages of AutoMTL's training as values: what each one does is set here, through builders; {@link org.automtl4j.train.Trainer} runs them. Defaults are
 * those of the paper for CityScapes (Zhang, Liu, Guan: AutoMTL, NeurIPS 2022).
 */
package org.automtl4j.train.automtl.stage;
