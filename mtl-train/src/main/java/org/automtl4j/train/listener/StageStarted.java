package org.automtl4j.train.listener;

/**
 * A stage begins.
 *
 * @param stage its name, such as {@code "pre-train"}
 * @param iterations how many it will take
 */
public record StageStarted(String stage, int iterations) {}
