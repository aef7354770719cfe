/**
 * Training: {@link org.automtl4j.train.Trainer} runs the stages of {@link org.automtl4j.train.automtl.stage} over a super-model and a data set. Everything that
 * can be configured is set through builders; the command line uses nothing else.
 */
package org.automtl4j.train;
