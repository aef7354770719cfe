package org.automtl4j.data.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the labels of one task are like, over all splits.
 *
 * @param labels samples that have at least one known number
 * @param known numbers (positions, where there are several channels) that are known
 * @param unknown numbers or positions that are not
 * @param least the smallest known number; NaN where there is none
 * @param most the largest known number; NaN where there is none
 * @param mean the mean of the known numbers; NaN where there is none
 * @param classes for segmentation and classification: how often each class occurs, by name, else empty
 */
public record TaskSummary(long labels, long known, long unknown, double least, double most, double mean, Map<String, Long> classes) {
  /** Keeps an unmodifiable copy in the same order. */
  public TaskSummary {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
  }
}
