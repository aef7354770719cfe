package org.automtl4j.app.config;

import java.util.List;
import org.automtl4j.data.dataset.nyuv2.NormalEncoding;

/**
 * What a run wants of its data set.
 *
 * @param seed the run's seed: it decides augmentation, and data that is made by chance and has no seed of its own
 * @param tasks names of the tasks whose labels are needed, in that order
 * @param input what the network is fed with
 * @param normals what normals in bytes become
 */
public record DataRequest(long seed, List<String> tasks, InputConfig input, NormalEncoding normals) {
  /** Keeps an unmodifiable copy. */
  public DataRequest {
    tasks = List.copyOf(tasks);
  }
}
