package org.automtl4j.train.listener;

/**
 * A stage has ended.
 *
 * @param model what was trained
 * @param stage its name
 * @param iterations how many were done
 * @param seconds wall time; of a resumed run, that of all its parts
 * @param waitSeconds of them, time that the trainer spent waiting for data
 */
public record StageEnded(String model, String stage, int iterations, double seconds, double waitSeconds) {}
