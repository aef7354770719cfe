package org.automtl4j.graph.adamtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.swin.SwinStage;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What trainings of an {@link AdaptiveSwin} minimise beside the losses: functions of the masks of a graph. */
public final class MaskPenalties {
  private final AdaptiveSwin network;
  private final NetworkGraph graph;

  /**
   * @param network with controllers
   * @param graph of one of its views with controllers, to which is added
   */
  public MaskPenalties(AdaptiveSwin network, NetworkGraph graph) {
    this.network = network;
    this.graph = graph;
  }

  /**
   * How far the shares of an image's blocks and tokens are from what is wanted: the squares of the differences, their mean over images, added up. What nothing decides
   * about does not count.
   *
   * @param wanted the shares
   * @return a scalar, without the weight
   */
  public SDVariable efficiency(Efficiency wanted) {
    Controllers controllers = network.controllers().orElseThrow();
    List<SDVariable> terms = new ArrayList<>();
    if (controllers.blocks()) {
      terms.add(blocks(wanted.blocks()));
    }
    if (controllers.tokens()) {
      terms.add(switch (wanted.scope()) {
        case NETWORK -> tokens(wanted);
        case BLOCK -> tokensByBlock(wanted.tokens());
        case BOTH -> tokens(wanted).add(tokensByBlock(wanted.tokens())).mul(0.5);
      });
    }
    return terms.stream().reduce(SDVariable::add).orElseThrow();
  }

  /**
   * What controllers leave out: over all decisions of each controller the mean of |mask - 1|, added up. Where masks are 0 or 1, only what is left out pushes.
   *
   * @return a scalar
   */
  public SDVariable leftOut() {
    SameDiff sd = graph.sameDiff();
    return calls().stream().map(call -> sd.math().abs(mask(call).sub(1)).mean()).reduce(SDVariable::add).orElseThrow();
  }

  /** The outputs of all controllers by name. */
  private List<String> calls() {
    Controllers controllers = network.controllers().orElseThrow();
    List<Optional<String>> owners = controllers.policy() == ControllerPolicy.SINGLE ? List.of(Optional.empty())
        : network.tasks().stream().map(Task::name).map(Optional::of).toList();
    List<String> calls = new ArrayList<>();
    for (SwinStage stage : stages()) {
      for (Optional<String> owner : owners) {
        if (controllers.blocks()) {
          calls.add(MaskNames.call(MaskNames.blocks(stage.index()), owner));
        }
        for (int block = 0; controllers.tokens() && block < stage.size().depth(); block++) {
          calls.add(MaskNames.call(MaskNames.tokens(stage.index(), block), owner));
        }
      }
    }
    return calls;
  }

  private List<SwinStage> stages() {
    return network.encoder().spec().layout();
  }

  private SDVariable mask(String output) {
    return graph.sameDiff().getVariable(graph.outputs().get(output));
  }

  private SDVariable blocks(double target) {
    SDVariable kept = stages().stream().map(stage -> mask(MaskNames.blocks(stage.index())).sum(1)).reduce(SDVariable::add).orElseThrow(); // [N]
    return fromWanted(kept.div(stages().stream().mapToInt(stage -> stage.size().depth()).sum()), target);
  }

  private SDVariable tokens(Efficiency wanted) {
    List<SDVariable> kept = new ArrayList<>();
    double all = 0;
    for (SwinStage stage : stages()) {
      double weight = wanted.byWidth() ? stage.channels() : 1;
      for (int block = 0; block < stage.size().depth(); block++) {
        kept.add(mask(MaskNames.tokens(stage.index(), block)).sum(1, 2).mul(weight)); // [N]
        all += weight * stage.tokens();
      }
    }
    return fromWanted(kept.stream().reduce(SDVariable::add).orElseThrow().div(all), wanted.tokens());
  }

  private SDVariable tokensByBlock(double target) {
    List<SDVariable> terms = new ArrayList<>();
    for (SwinStage stage : stages()) {
      for (int block = 0; block < stage.size().depth(); block++) {
        terms.add(fromWanted(mask(MaskNames.tokens(stage.index(), block)).mean(1, 2), target));
      }
    }
    return terms.stream().reduce(SDVariable::add).orElseThrow().div(terms.size());
  }

  /** The mean over images of the squared difference. */
  private static SDVariable fromWanted(SDVariable share, double target) {
    SDVariable difference = share.sub(target); // [N]
    return difference.mul(difference).mean();
  }
}
