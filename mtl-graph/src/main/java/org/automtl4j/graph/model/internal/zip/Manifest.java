package org.automtl4j.graph.model.internal.zip;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * All of a model but its numbers: what the manifest in a model file says.
 *
 * @param backbone the network
 * @param tasks the tasks in order
 * @param heads by task
 * @param batchNormPolicy whether BatchNorms have policies
 * @param sharedBottom how many of the first convolutions all tasks share without a choice
 * @param dataType type of all numbers
 * @param stage COMMON, TASK_SPECIFIC or HARD
 * @param architecture the branches, in stage HARD
 * @param height rows of the input that the Deeplearning4j graph is made for
 * @param width columns of it
 * @param fixedSize whether it takes no other input, so that kernels lack the taps that see nothing but padding there
 * @param preprocessing what happens to images first, if known
 * @param info where the model comes from
 * @param parameters where the numbers are
 * @param sha256 of the entry with the numbers, in hexadecimal; files of older releases have none
 * @param network what else the structure is made of, of methods other than AutoMTL
 */
public record Manifest(
    Backbone backbone, List<Task> tasks, Map<String, TaskHead> heads, BatchNormPolicy batchNormPolicy, int sharedBottom, DataType dataType, Stage stage,
    Optional<Architecture> architecture, int height, int width, boolean fixedSize, Optional<Preprocessing> preprocessing, ModelInfo info, List<StoredParameter> parameters,
    Optional<String> sha256, Optional<StoredNetwork> network) {

  /** Keeps unmodifiable copies. */
  public Manifest {
    tasks = List.copyOf(tasks);
    heads = Map.copyOf(heads);
    parameters = List.copyOf(parameters);
  }

  /** The same, with the SHA-256 of its numbers. */
  Manifest with(String sum) {
    return new Manifest(backbone, tasks, heads, batchNormPolicy, sharedBottom, dataType, stage, architecture, height, width, fixedSize, preprocessing, info, parameters, Optional.of(sum), network);
  }
}
