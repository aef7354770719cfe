package org.automtl4j.train.listener;

/**
 * A stage begins, or goes on after an interruption.
 *
 * @param model what is trained, such as {@code "search"} or {@code "hard"}
 * @param stage its name, such as {@code "pre-train"}
 * @param iterations how many it will take
 * @param from how many of them were done before: 0 unless a run is resumed
 */
public record StageStarted(String model, String stage, int iterations, int from) {}
