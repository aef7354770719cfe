package org.automtl4j.train.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.train.batch.RecentPlans;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Evaluates one view of a network as it stands, for validation while it is being trained. Noise is 0, and scalars have their usual values unless said. */
public final class NetworkPredictor implements Predictor, AutoCloseable {
  private final Network network;
  private final Parameters parameters;
  private final View view;
  private final Map<String, Double> scalars;
  private final RecentPlans<List<Long>, Run> runs = new RecentPlans<>(run -> run.plan().close());

  /**
   * @param network the structure
   * @param parameters its numbers as they stand
   * @param view what is computed
   */
  public NetworkPredictor(Network network, Parameters parameters, View view) {
    this(network, parameters, view, Map.of());
  }

  /**
   * @param network the structure
   * @param parameters its numbers as they stand
   * @param view what is computed
   * @param scalars by name, what is fed in place of the usual numbers
   */
  public NetworkPredictor(Network network, Parameters parameters, View view, Map<String, Double> scalars) {
    this.network = network;
    this.parameters = parameters;
    this.view = view;
    this.scalars = Map.copyOf(scalars);
  }

  /** What is computed for images of one shape. */
  private record Run(NetworkGraph graph, InferencePlan plan) {}

  @Override
  public Map<String, INDArray> outputs(INDArray images) {
    Run run = runs.get(Arrays.stream(images.shape()).boxed().toList(), () -> run(images.shape()));
    run.plan().assign(run.graph().input(), images);
    run.plan().run();
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    run.graph().predictions().forEach((task, variable) -> outputs.put(task, run.plan().value(variable)));
    return outputs;
  }

  private Run run(long[] shape) {
    List<String> tasks = network.tasks().stream().map(Task::name).toList();
    NetworkGraph graph = network.graph(parameters, new GraphRequest(view, tasks, Mode.EVALUATION, (int) shape[2], (int) shape[3]));
    InferencePlan.Builder builder = InferencePlan.builder(graph.sameDiff()).input(graph.input(), shape).outputs(graph.predictions().values());
    for (Feed feed : graph.feeds()) {
      builder.input(feed.placeholder(), feedShape(feed, shape[0]));
    }
    InferencePlan plan = builder.build();
    for (Feed feed : graph.feeds()) {
      double value = feed instanceof Feed.Scalar scalar ? scalars.getOrDefault(scalar.name(), scalar.usual()) : 0;
      if (plan.inputs().contains(feed.placeholder())) {
        plan.assign(feed.placeholder(), Nd4j.valueArrayOf(feedShape(feed, shape[0]), value, network.dataType()));
      }
    }
    return new Run(graph, plan);
  }

  private static long[] feedShape(Feed feed, long images) {
    if (feed instanceof Feed.Noise noise) {
      long[] shape = noise.shape();
      if (shape.length > 0 && shape[0] == -1) {
        shape[0] = images;
      }
      return shape;
    }
    if (feed instanceof Feed.Scalar) {
      return new long[0];
    }
    throw new IllegalStateException("'" + feed.placeholder() + "': dropout in a graph that is evaluated");
  }

  @Override
  public void close() {
    runs.close();
  }
}
