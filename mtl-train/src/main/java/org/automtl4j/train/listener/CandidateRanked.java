package org.automtl4j.train.listener;

/**
 * An architecture was tried.
 *
 * @param candidate which, from 0
 * @param score what it reached on the validation split; larger is better
 * @param parameterShare its backbone parameters as a share of those of single-task models
 * @param leading whether it is the best so far
 */
public record CandidateRanked(int candidate, double score, double parameterShare, boolean leading) {}
