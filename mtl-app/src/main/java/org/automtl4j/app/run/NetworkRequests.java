package org.automtl4j.app.run;

import java.nio.file.Path;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.convert.WeightsFile;
import org.automtl4j.train.method.BackboneSource;
import org.automtl4j.train.method.NetworkRequest;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a configuration asks a method's network to be made of. */
final class NetworkRequests {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkRequests.class);

  private NetworkRequests() {}

  /** @return backbone, tasks and heads as configured */
  static NetworkRequest of(RunConfig config, MultiTaskDataSet data) {
    config.weights().ifPresent(file -> compare(file, data));
    BackboneSource backbone = new BackboneSource(config.backbone(), config.compat().unsupportedFields(), config.weights());
    return new NetworkRequest(backbone, config.tasks().stream().map(t -> new NetworkRequest.HeadedTask(t.of(data), t.head().toHead())).toList(), data.channels(),
        DataType.FLOAT, config.seed());
  }

  /** Says so where trained numbers expect other pixels than the data set gives. */
  private static void compare(Path file, MultiTaskDataSet data) {
    ImageEncoding given = data.imageEncoding();
    WeightsFile.preprocessing(file).ifPresent(wanted -> {
      if (!wanted.equals(new Preprocessing(ChannelOrder.valueOf(given.order().name()), given.mean(), given.scale()))) {
        LOG.warn("the weights {} were trained on {} pixels with mean {} and std {}; the data set gives {} with {} and {}",
            file, wanted.order(), wanted.mean(), wanted.std(), given.order(), given.mean(), given.scale());
      }
    });
  }
}
