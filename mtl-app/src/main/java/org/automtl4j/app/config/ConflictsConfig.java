package org.automtl4j.app.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;

/**
 * How often the conflicts between tasks' gradients are measured.
 *
 * @param every iterations between measurements; empty: 200 with balancing, none without
 */
public record ConflictsConfig(
    @Key(value = "Iterations between two measurements of the cosines between tasks' gradients, layer by layer; 0: none. By default 200 with `balancing`, 0 without. "
        + "It costs a further forward and backward pass of every task where the method does not gather gradients anyway, and changes no bit of the training.", min = 0)
        Optional<Integer> every) {}
