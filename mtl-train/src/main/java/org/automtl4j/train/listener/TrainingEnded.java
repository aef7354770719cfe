package org.automtl4j.train.listener;

/**
 * A training has ended.
 *
 * @param name what it is called
 * @param seconds wall time that it took
 */
public record TrainingEnded(String name, double seconds) {}
