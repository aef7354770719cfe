package org.automtl4j.graph.model.convert.internal;

import java.util.Optional;
import org.automtl4j.graph.model.Preprocessing;

/**
 * What a source gave.
 *
 * @param assembly its layers and numbers
 * @param channels of its input
 * @param height rows of its input; 0: any
 * @param width columns of it; 0: any
 * @param preprocessing what happens to images first, if the source says so
 * @param single whether the output is one pixel
 * @param remark what a reader should know, if there is something
 */
public record SourceNetwork(Assembly assembly, int channels, int height, int width, Optional<Preprocessing> preprocessing, boolean single,
    Optional<String> remark) {}
