package org.automtl4j.train.adamtl.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.graph.adamtl.DecoderLayout;

/**
 * The tasks' decoders.
 *
 * @param width twice the features of their residual blocks
 * @param layout how they see tokens
 */
public record DecoderConfig(
    @Key(value = "Twice the features of a decoder's residual blocks, an even number; the published configurations have 128 or 256.", byDefault = "128", min = 2) int width,
    @Key(value = "How a decoder makes maps of tokens; `LEGACY`, as the published code does it, mixes places and features and is for its weights.",
        byDefault = "CORRECT") DecoderLayout layout) {}
