package org.automtl4j.train.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.layout.LayoutBuilder;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.LayoutReader;

/** How the published layouts are opened from a configuration. */
final class FileDataConfig {
  private FileDataConfig() {}

  /** The keys that all three have. */
  record Common(Path root, Optional<List<Integer>> size, Augmentation augmentation, double valShare, long valSeed) {}

  static MultiTaskDataSet open(LayoutReader reader, Common keys, DataRequest request) {
    LayoutBuilder builder = LayoutDataSet.builder(reader, keys.root()).tasks(request.tasks()).seed(request.seed()).augmentation(keys.augmentation())
        .validation(keys.valShare(), keys.valSeed()).imageEncoding(request.input().encoding(reader.encoding()));
    request.input().crop().ifPresent(crop -> builder.crop(crop.get(0), crop.get(1)));
    keys.size().ifPresent(size -> builder.size(size.get(0), size.get(1)));
    return builder.build();
  }
}
