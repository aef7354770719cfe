package org.automtl4j.train.listener;

/**
 * A stage has ended.
 *
 * @param stage its name
 * @param iterations how many were done
 * @param seconds wall time
 * @param waitSeconds of them, time that the trainer spent waiting for data
 */
public record StageEnded(String stage, int iterations, double seconds, double waitSeconds) {}
