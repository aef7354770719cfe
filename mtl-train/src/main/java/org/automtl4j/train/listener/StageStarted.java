package org.automtl4j.train.listener;

/**
 * A stage, or the training of a baseline or a candidate, begins.
 *
 * @param stage its name, such as {@code "search"} or {@code "single"}
 * @param iterations how many iterations it has
 */
public record StageStarted(String stage, int iterations) {}
