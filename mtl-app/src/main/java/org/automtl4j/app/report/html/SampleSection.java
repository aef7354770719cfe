package org.automtl4j.app.report.html;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.Prediction;
import org.automtl4j.graph.model.TaskPictures;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the finished model says about a few images of the validation split, beside the labels. The test split is not looked at. */
final class SampleSection {
  private static final int SAMPLES = 4;
  private static final int CLASSES = 40;

  private final MultiTaskDataSet data;
  private final List<Task> tasks;

  private SampleSection(MultiTaskDataSet data, List<Task> tasks) {
    this.data = data;
    this.tasks = tasks;
  }

  static Optional<Element> of(RunRecord run, MultiTaskDataSet data) {
    Path file = run.folder().file(RunFolder.MODEL);
    if (!Files.isRegularFile(file) || data.size(Split.VAL) == 0) {
      return Optional.empty();
    }
    try (MultiTaskModel model = MultiTaskModel.load(file)) {
      return Optional.of(new SampleSection(data, model.tasks()).section(model));
    }
  }

  private Element section(MultiTaskModel model) {
    int count = Math.min(SAMPLES, data.size(Split.VAL));
    Element section = Element.of("section", Element.of("h2", "Samples"),
        Element.of("p", count + " images of the validation split, spread evenly over it: labels, and what the model says. Grey is unknown."))
            .set("id", "samples");
    for (int i = 0; i < count; i++) {
      section.add(sample(model, (int) ((long) i * data.size(Split.VAL) / count)));
    }
    return section;
  }

  private Element sample(MultiTaskModel model, int index) {
    Sample sample = data.sample(Split.VAL, index, 0);
    Element row = Element.div("sample", Element.of("figure", SamplePictures.embedded(SamplePictures.image(sample, data.imageEncoding()), "image " + index),
        Element.of("figcaption", "image " + index)));
    try (INDArray image = Nd4j.create(sample.image().clone(), new long[] {1, sample.channels(), sample.height(), sample.width()}, 'c')) {
      Prediction prediction = model.predict(image);
      for (Task task : tasks) {
        row.add(task.kind().isDense() ? pictures(task, sample, prediction) : words(task, sample.label(task.name()), prediction));
      }
    }
    return row;
  }

  private Element pictures(Task task, Sample sample, Prediction prediction) {
    Label label = sample.label(task.name());
    float[] expected = SamplePictures.label(task, label);
    float[] found = SamplePictures.prediction(task, prediction, 0);
    TaskPictures.Range range = TaskPictures.Range.of(expected);
    Element figure = Element.of("figure", Element.div("pair",
        SamplePictures.embedded(TaskPictures.draw(task.kind(), expected, label.height(), label.width(), range), "label of " + task.name()),
        SamplePictures.embedded(TaskPictures.draw(task.kind(), found, prediction.height(), prediction.width(), range), "prediction of " + task.name())));
    figure.add(Element.of("figcaption", task.name() + ": label, prediction"));
    if (task.kind() == TaskKind.SEGMENTATION && !task.classNames().isEmpty()) {
      figure.add(classes(task, expected, found));
    } else if (task.kind() == TaskKind.DEPTH) {
      figure.add(Element.of("figcaption", "dark " + Numbers.metric(range.from()) + " to light " + Numbers.metric(range.to()) + unit(task))
          .set("class", "soft"));
    } else if (task.kind() == TaskKind.NORMALS) {
      figure.add(Element.of("figcaption", "red: to the right, green: down, blue: away").set("class", "soft"));
    }
    return figure.set("class", "both");
  }

  private static String unit(Task task) {
    return task.unit().isEmpty() ? "" : " " + task.unit();
  }

  /** The names of the classes that occur. */
  private static Element classes(Task task, float[]... maps) {
    TreeSet<Integer> occurring = new TreeSet<>();
    for (float[] map : maps) {
      for (float value : map) {
        if (Float.isFinite(value)) {
          occurring.add(Math.round(value));
        }
      }
    }
    Element legend = Element.div("legend");
    occurring.stream().filter(c -> c >= 0 && c < task.classNames().size()).limit(CLASSES).forEach(c ->
        legend.add(Element.of("span", Element.swatch(String.format(Locale.ROOT, "#%06x", TaskPictures.classColour(c))))
            .text(task.classNames().get(c))));
    return legend;
  }

  private static Element words(Task task, Label label, Prediction prediction) {
    List<String> lines = new ArrayList<>();
    if (task.kind() == TaskKind.CLASSIFICATION) {
      float[] probabilities = prediction.probabilities(task.name());
      int best = 0;
      for (int i = 1; i < probabilities.length; i++) {
        best = probabilities[i] > probabilities[best] ? i : best;
      }
      lines.add("label " + name(task, Math.round(label.values()[0])));
      lines.add("prediction " + name(task, best) + ", " + Numbers.percent(probabilities[best]));
    } else {
      float[] numbers = prediction.numbers(task.name());
      for (int i = 0; i < numbers.length; i++) {
        lines.add("label " + Numbers.metric(label.values()[i]) + ", prediction " + Numbers.metric(numbers[i]));
      }
    }
    Element figure = Element.of("figure", Element.of("figcaption", task.name()));
    lines.forEach(line -> figure.add(Element.of("p", line)));
    return figure;
  }

  private static String name(Task task, int index) {
    return index >= 0 && index < task.classNames().size() ? task.classNames().get(index) : Integer.toString(index);
  }
}
