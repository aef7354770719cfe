package org.automtl4j.train.mtlnas.config;

import java.nio.file.Path;
import org.automtl4j.core.config.Key;

/**
 * Weights of a trained single-task network that a task's network starts from.
 *
 * @param task whose network
 * @param file a file of torch.save from the code of NDDR-CNN or MTL-NAS
 * @param classifier whether the last layer of the head is wanted too
 */
public record ImportedWeights(
    @Key("The task whose network starts from them.") String task,
    @Key("A file of torch.save from the code of NDDR-CNN or MTL-NAS, with the weights of one network.") Path file,
    @Key(value = "Whether the last layer of the head is taken too; weights that were trained for something else have none that is of use.", byDefault = "true") boolean classifier) {}
