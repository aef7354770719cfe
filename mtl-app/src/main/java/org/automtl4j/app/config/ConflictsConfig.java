package org.automtl4j.app.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;

/**
 * How often the conflicts between tasks' gradients are measured.
 *
 * @param every iterations between measurements; empty: 200
 */
public record ConflictsConfig(
    @Key(value = "Iterations between two measurements of the cosines between tasks' gradients, where a method gathers them; 0: none. 200 by default.", min = 0)
        Optional<Integer> every) {}
