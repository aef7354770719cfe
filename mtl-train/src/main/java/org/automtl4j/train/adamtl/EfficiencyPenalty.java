package org.automtl4j.train.adamtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.Controllers;
import org.automtl4j.graph.adamtl.MaskNames;
import org.automtl4j.graph.swin.SwinStage;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.StepGraph;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * How far the shares of an image's blocks and tokens are from what is wanted: the squares of the differences, their mean over images, added up.
 *
 * @param network whose masks
 * @param wanted the shares
 */
record EfficiencyPenalty(AdaptiveSwin network, Efficiency wanted) implements Penalty {
  static final String NAME = "efficiency";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalDouble factor() {
    return OptionalDouble.of(wanted.weight());
  }

  @Override
  public Optional<Term> build(StepGraph step) {
    Controllers controllers = network.controllers().orElseThrow();
    List<SDVariable> terms = new ArrayList<>();
    if (controllers.blocks()) {
      terms.add(blocks(step));
    }
    if (controllers.tokens()) {
      switch (wanted.scope()) {
        case NETWORK -> terms.add(tokens(step));
        case BLOCK -> terms.add(tokensByBlock(step));
        case BOTH -> terms.add(tokens(step).add(tokensByBlock(step)).mul(0.5));
      }
    }
    return Optional.of(new Term(terms.stream().reduce(SDVariable::add).orElseThrow()));
  }

  private List<SwinStage> stages() {
    return network.encoder().spec().layout();
  }

  private SDVariable blocks(StepGraph step) {
    SDVariable kept = stages().stream().map(stage -> step.output(MaskNames.blocks(stage.index())).sum(1)).reduce(SDVariable::add).orElseThrow(); // [N]
    return fromWanted(kept.div(stages().stream().mapToInt(stage -> stage.size().depth()).sum()), wanted.blocks());
  }

  private SDVariable tokens(StepGraph step) {
    List<SDVariable> kept = new ArrayList<>();
    double all = 0;
    for (SwinStage stage : stages()) {
      double weight = wanted.byWidth() ? stage.channels() : 1;
      for (int block = 0; block < stage.size().depth(); block++) {
        kept.add(step.output(MaskNames.tokens(stage.index(), block)).sum(1, 2).mul(weight)); // [N]
        all += weight * stage.tokens();
      }
    }
    return fromWanted(kept.stream().reduce(SDVariable::add).orElseThrow().div(all), wanted.tokens());
  }

  private SDVariable tokensByBlock(StepGraph step) {
    List<SDVariable> terms = new ArrayList<>();
    for (SwinStage stage : stages()) {
      for (int block = 0; block < stage.size().depth(); block++) {
        terms.add(fromWanted(step.output(MaskNames.tokens(stage.index(), block)).mean(1, 2), wanted.tokens()));
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
