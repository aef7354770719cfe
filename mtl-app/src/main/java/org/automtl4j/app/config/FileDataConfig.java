package org.automtl4j.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.layout.LayoutBuilder;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.LayoutReader;
import org.automtl4j.data.dataset.nddr.NddrBuilder;
import org.automtl4j.data.dataset.nddr.NddrDataSet;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;

/** How the published layouts are opened from a configuration. */
final class FileDataConfig {
  private FileDataConfig() {}

  static MultiTaskDataSet open(DataConfig.Cityscapes keys, DataRequest request) {
    return open(new Cityscapes(keys.classes()), keys.root(), keys.size(), keys.augmentation(), keys.valShare(), keys.valSeed(), request);
  }

  static MultiTaskDataSet open(DataConfig.Nyuv2 keys, DataRequest request) {
    return open(new Nyuv2(request.normals()), keys.root(), keys.size(), keys.augmentation(), keys.valShare(), keys.valSeed(), request);
  }

  static MultiTaskDataSet open(DataConfig.Taskonomy keys, DataRequest request) {
    Taskonomy reader = new Taskonomy(keys.root(), keys.test().name().toLowerCase(Locale.ROOT));
    return open(reader, keys.root(), keys.size(), keys.augmentation(), keys.valShare(), keys.valSeed(), request);
  }

  static MultiTaskDataSet open(DataConfig.Nddr keys, DataRequest request) {
    NddrBuilder builder = NddrDataSet.builder(keys.root()).tasks(request.tasks()).seed(request.seed()).normals(keys.normalSpace())
        .augmentation(keys.augmentation().toAugmentation()).validation(keys.valShare(), keys.valSeed()).imageEncoding(request.input()::encoding);
    request.input().crop().ifPresent(crop -> builder.crop(crop.get(0), crop.get(1)));
    keys.size().ifPresent(size -> builder.size(size.get(0), size.get(1)));
    return builder.build();
  }

  private static MultiTaskDataSet open(LayoutReader reader, Path root, Optional<List<Integer>> wanted, AugmentationConfig augmentation, double valShare,
      long valSeed, DataRequest request) {
    LayoutBuilder builder = LayoutDataSet.builder(reader, root).tasks(request.tasks()).seed(request.seed()).augmentation(augmentation.toAugmentation())
        .validation(valShare, valSeed).imageEncoding(request.input().encoding(reader.encoding()));
    request.input().crop().ifPresent(crop -> builder.crop(crop.get(0), crop.get(1)));
    wanted.ifPresent(size -> builder.size(size.get(0), size.get(1)));
    return builder.build();
  }
}
