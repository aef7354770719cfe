package org.automtl4j.graph.model.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.MultiTaskModelBuilder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.SuperModelFile;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/**
 * A supermodel with the numbers of a checkpoint.
 *
 * @param file the checkpoint
 * @param model the supermodel
 * @param missing its parameters that the checkpoint has no numbers for, which only files that we wrote of finished models lack
 */
public record ImportedCheckpoint(Path file, SuperModel model, Set<String> missing) {
  /** What the published code subtracts from images of bytes, in the order blue, green, red. */
  private static final List<Double> PUBLISHED_MEAN = List.of(104.00698793, 116.66876762, 122.67891434);

  /** Keeps an unmodifiable copy. */
  public ImportedCheckpoint {
    missing = Collections.unmodifiableSet(new TreeSet<>(missing));
  }

  /**
   * @param file see {@link PublishedCheckpoint#read}
   * @param backbone a name or a prototxt file, which is read as the published code reads it
   * @param tasks the checkpoint's tasks, in their order; their heads are those of the file
   * @return the supermodel with its numbers
   * @throws InvalidInputException if something cannot be read, or a key is unmatched or mis-shaped; the message lists all of them
   */
  public static ImportedCheckpoint read(Path file, String backbone, List<Task> tasks) {
    PublishedCheckpoint checkpoint = PublishedCheckpoint.read(file);
    SuperModel.Builder builder = SuperModel.builder(Backbone.resolve(backbone, UnsupportedFields.IGNORE));
    tasks.forEach(task -> builder.task(task, checkpoint.head(task.name())));
    SuperModel model = builder.build();
    return new ImportedCheckpoint(file, model, checkpoint.loadInto(model));
  }

  /** @return the most probable branches of the checkpoint's policies; none with a single task */
  public Optional<Architecture> architecture() {
    return model.policyNodes().isEmpty() ? Optional.empty() : Optional.of(Architecture.argmax(model));
  }

  /**
   * @param stage the path of the finished model; by default the policies' branches, or with a single task the plain backbone
   * @param size rows and columns of the images it is made for; by default what the backbone's header says
   * @return the finished model, which takes pictures as the published code reads them
   * @throws InvalidInputException if the checkpoint lacks numbers of that path, or there is no size
   */
  public MultiTaskModel model(Optional<Stage> stage, Optional<int[]> size) {
    Stage path = stage.orElse(model.isSingleTask() ? Stage.COMMON : Stage.HARD);
    Optional<Architecture> branches = path == Stage.HARD ? architecture() : Optional.empty();
    MultiTaskModelBuilder builder = MultiTaskModel.builder(model).stage(path);
    branches.ifPresent(builder::architecture);
    size.ifPresent(s -> builder.inputSize(s[0], s[1]));
    if (model.backbone().inputChannels() == ChannelOrder.BGR.channels()) {
      builder.preprocessing(new Preprocessing(ChannelOrder.BGR, PUBLISHED_MEAN, Collections.nCopies(ChannelOrder.BGR.channels(), 1.0)));
    }
    MultiTaskModel finished = builder.build();
    List<String> names = model.tasks().stream().map(Task::name).toList();
    Set<String> needed = new TreeSet<>(TaskGraphs.build(model, path, names, false, finished.height(), finished.width(), branches).parameters());
    needed.retainAll(missing);
    if (!needed.isEmpty()) {
      finished.close();
      throw new InvalidInputException(file + ": has no numbers for " + String.join(", ", needed) + ", which the path " + path + " needs");
    }
    return finished;
  }

  /**
   * Writes everything that a run can go on from.
   *
   * @param stage as for {@link #model(Optional, Optional)}
   * @param size as for {@link #model(Optional, Optional)}
   * @param out the finished model
   * @param architecture the policies' branches, where there are several tasks
   * @param superModel all numbers, unless the checkpoint lacks some
   * @return the files that were written
   */
  public List<Path> write(Optional<Stage> stage, Optional<int[]> size, Path out, Path architecture, Path superModel) {
    List<Path> written = new ArrayList<>();
    try (MultiTaskModel finished = model(stage, size)) {
      finished.save(out);
      written.add(out);
    }
    architecture().ifPresent(a -> {
      a.save(architecture);
      written.add(architecture);
    });
    if (missing.isEmpty()) {
      SuperModelFile.save(model, superModel);
      written.add(superModel);
    }
    return written;
  }
}
