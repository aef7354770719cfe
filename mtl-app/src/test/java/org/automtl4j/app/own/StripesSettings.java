package org.automtl4j.app.own;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.config.TrainingConfig;

/** The section {@code method} of the method that is added. */
record StripesSettings(
    @Key(value = "Channels of each stripe.", byDefault = "4", min = 1) int width,
    @Key(value = "How the model is trained.", byDefault = "{}") TrainingConfig postTraining) {}
