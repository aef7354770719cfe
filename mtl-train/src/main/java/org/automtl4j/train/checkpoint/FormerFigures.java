package org.automtl4j.train.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.evaluate.BestSoFar;
import org.automtl4j.train.evaluate.Evaluation;

/** Figures that were written in format version 1, by the names of now. */
public final class FormerFigures {
  private FormerFigures() {}

  /**
   * @param evaluation as it was written
   * @return the same by the names of now
   */
  public static Evaluation of(Evaluation evaluation) {
    Map<String, List<MetricValue>> metrics = new LinkedHashMap<>();
    evaluation.metrics().forEach((task, figures) -> metrics.put(task, MetricNames.ofVersion1(figures)));
    return new Evaluation(evaluation.split(), metrics, evaluation.losses());
  }

  static Progress of(Progress p) {
    BestSoFar best = p.validation();
    BestSoFar validation = new BestSoFar(best.reference().stream().map(FormerFigures::of).toList(), best.iteration(), best.score(), best.worse());
    return new Progress(p.unit(), p.model(), p.stage(), p.settings(), p.iteration(), p.finished(), p.seconds(), p.waitSeconds(), p.counts(), p.streams(),
        p.dropout(), p.cursors(), p.moved(), validation, p.evaluation().stream().map(FormerFigures::of).toList(), p.unlabelled());
  }
}
