package org.automtl4j.data.dataset.nddr;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a {@link NddrBuilder} was told. */
record NddrSettings(
    Path root, Optional<List<String>> tasks, List<Integer> crop, List<Integer> size, NormalSpace normals, NddrAugmentation augmentation, long seed, double valShare,
    long valSeed) {}
