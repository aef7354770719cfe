package org.automtl4j.train.listener;

/**
 * A stage has ended.
 *
 * @param stage its name
 * @param iterations iterations that were done
 * @param seconds wall time that it took
 */
public record StageEnded(String stage, int iterations, double seconds) {}
