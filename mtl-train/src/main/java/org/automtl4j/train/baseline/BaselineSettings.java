package org.automtl4j.train.baseline;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.config.TrainingConfig;

/**
 * The section of a method without a search.
 *
 * @param postTraining how its model is trained
 */
public record BaselineSettings(
    @Key(value = "How the model is trained, from fresh weights. The key is AutoMTL's, so that its configurations can be run by this method.", byDefault = "{}")
        TrainingConfig postTraining) {}
