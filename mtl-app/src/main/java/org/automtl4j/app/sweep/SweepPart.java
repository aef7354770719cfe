package org.automtl4j.app.sweep;

import java.util.Map;
import org.automtl4j.app.config.RunConfig;

/**
 * One run of a sweep.
 *
 * @param name the name of its folder below the sweep's, different for each part
 * @param point the same for parts that differ in nothing but their seeds; what tables have a row for
 * @param values what it sets, by key, as text
 * @param seed its seed
 * @param share of the configured iterations, above 0 and at most 1; less than 1 in the early rungs of a successive halving
 * @param config its whole configuration
 */
public record SweepPart(String name, String point, Map<String, String> values, long seed, double share, RunConfig config) {}
