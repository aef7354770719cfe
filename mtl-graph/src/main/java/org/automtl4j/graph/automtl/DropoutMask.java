package org.automtl4j.graph.automtl;

/**
 * A placeholder that a training step fills with a fresh dropout mask: every element 0 with probability 1 - keep, else 1 / keep. The graph multiplies by it.
 *
 * @param placeholder the placeholder's name
 * @param keep probability that a value is kept, in (0, 1)
 * @param like a variable that has the mask's shape
 */
public record DropoutMask(String placeholder, double keep, String like) {}
