package org.automtl4j.graph.model.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.MultiTaskModelBuilder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/**
 * A fusion network with the numbers of a checkpoint of NDDR-CNN's or MTL-NAS's code.
 *
 * @param file the checkpoint
 * @param network the structure, with large-field-of-view heads of the file's width
 * @param parameters its numbers
 * @param architecture the edges whose logit is positive; of a checkpoint without logits, all edges
 */
public record ImportedFusion(Path file, FusionNetwork network, Parameters parameters, FusionArchitecture architecture) {

  /**
   * @param file see {@link FusionCheckpoint}
   * @param backbone a name or a prototxt file
   * @param tasks the checkpoint's two tasks, in their order
   * @return the network with its numbers
   * @throws InvalidInputException if something cannot be read or does not fit; the message lists what
   */
  public static ImportedFusion read(Path file, String backbone, List<Task> tasks) {
    FusionCheckpoint checkpoint = FusionCheckpoint.read(file);
    Backbone layers = Backbone.resolve(backbone, UnsupportedFields.REFUSE);
    if (checkpoint.isSingle()) {
      throw new InvalidInputException(file + ": has the weights of a single-task network, which a run starts from: method.weights=[{task: " + tasks.get(0).name() + ", file: " + file + "}]");
    }
    int width = checkpoint.headWidth(layers);
    FusionNetwork.Builder builder = FusionNetwork.builder(layers).settings(checkpoint.settings());
    tasks.forEach(task -> builder.task(task, TaskHead.largeFov(width)));
    FusionNetwork network = builder.build();
    Parameters parameters = Parameters.fresh(network, 0);
    checkpoint.into(network, parameters);
    return new ImportedFusion(file, network, parameters, checkpoint.isSearch() ? network.positive(parameters) : FusionArchitecture.all(network));
  }

  /**
   * @param size rows and columns of the images that the model is made for; by default what the backbone's header says
   * @param mean what is subtracted from codes of red, green and blue, three numbers; without it the model takes arrays only
   * @return the finished model, with the open edges
   * @throws InvalidInputException if there is no size
   */
  public MultiTaskModel model(Optional<int[]> size, Optional<List<Double>> mean) {
    MultiTaskModelBuilder builder = MultiTaskModel.builder(network, parameters, new FusionView.Discrete(architecture));
    size.ifPresent(s -> builder.inputSize(s[0], s[1]));
    mean.ifPresent(m -> builder.preprocessing(new Preprocessing(ChannelOrder.RGB, m, Collections.nCopies(m.size(), 1.0))));
    return builder.build();
  }

  /**
   * Writes what can be gone on from.
   *
   * @param size as for {@link #model}
   * @param mean as for {@link #model}
   * @param out the finished model
   * @param edges the open edges
   * @return the files that were written
   */
  public List<Path> write(Optional<int[]> size, Optional<List<Double>> mean, Path out, Path edges) {
    List<Path> written = new ArrayList<>();
    try (MultiTaskModel finished = model(size, mean)) {
      finished.save(out);
      written.add(out);
    }
    architecture.save(edges);
    written.add(edges);
    return written;
  }
}
