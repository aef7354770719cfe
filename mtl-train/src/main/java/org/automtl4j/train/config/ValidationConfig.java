package org.automtl4j.train.config;

import org.automtl4j.train.config.internal.Key;

/**
 * Measurements on the validation split.
 *
 * @param every iterations between two of them; 0: only where a choice is made
 */
public record ValidationConfig(
    @Key(value = "Iterations between two measurements on the validation split; 0: only where a choice is made.", byDefault = "0", min = 0)
        int every) {}
