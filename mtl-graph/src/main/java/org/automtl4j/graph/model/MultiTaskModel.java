package org.automtl4j.graph.model;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.image.PictureFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.adamtl.PackedSwin;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.FinishedModel;
import org.automtl4j.graph.model.internal.FinishedNetwork;
import org.automtl4j.graph.model.internal.GraphFiles;
import org.automtl4j.graph.model.internal.GraphModel;
import org.automtl4j.graph.model.internal.InferenceGraph;
import org.automtl4j.graph.model.internal.LayeredModel;
import org.automtl4j.graph.model.internal.ModelRuntime;
import org.automtl4j.graph.model.internal.PlanPool;
import org.automtl4j.graph.model.internal.PredictionMemory;
import org.automtl4j.graph.model.internal.dl4j.ExportedGraph;
import org.automtl4j.graph.model.internal.zip.GraphModelFile;
import org.automtl4j.graph.model.internal.zip.ModelFile;
import org.automtl4j.graph.model.published.PublishedExport;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A finished model: one input image, one prediction per task. It holds the weights that its branches need and no others, and they do not change any more.
 *
 * <p>Any number of threads may predict with one model. Each runs on memory of its own, over the same weights; more than a few at once wait for their turn. Memory is kept for the
 * next prediction and freed by {@link #close}.
 *
 * <pre>{@code
 * try (MultiTaskModel model = MultiTaskModel.load(Path.of("model.zip"))) {
 *   Prediction p = model.predict(ImageIO.read(new File("camera.png")));
 *   int[][] floor = p.classes("floor");    // [H][W] of the image
 *   float[][] metres = p.values("depth");  // [H][W]
 * }
 * }</pre>
 */
public final class MultiTaskModel implements AutoCloseable {
  private static final int LARGEST_POOL = 4;

  private final ModelRuntime model;
  private final Optional<Preprocessing> preprocessing;
  private final ModelInfo info;
  private final PlanPool plans;

  MultiTaskModel(ModelRuntime model, Optional<Preprocessing> preprocessing, ModelInfo info) {
    this(model, preprocessing, info, new PlanPool(model::graph, Math.min(LARGEST_POOL, Runtime.getRuntime().availableProcessors())));
  }

  private MultiTaskModel(ModelRuntime model, Optional<Preprocessing> preprocessing, ModelInfo info, PlanPool plans) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.info = info;
    this.plans = plans;
  }

  /**
   * @param superModel what the model is taken from
   * @return a builder
   */
  public static MultiTaskModelBuilder builder(SuperModel superModel) {
    return new MultiTaskModelBuilder(superModel);
  }

  /**
   * @param network a network, whichever method it belongs to
   * @param parameters its numbers, which are copied: training may go on
   * @param view what of the network the model computes
   * @return a builder
   */
  public static MultiTaskModelBuilder builder(Network network, Parameters parameters, View view) {
    return new MultiTaskModelBuilder(network, parameters, view);
  }

  /**
   * @param file a file that {@link #save} wrote
   * @return the model
   * @throws InvalidInputException if the file is missing, truncated, damaged, foreign, or of a newer format
   */
  public static MultiTaskModel load(Path file) {
    return load(file, Map.of());
  }

  /**
   * Loads a model with more or fewer checks.
   *
   * @param file a file that {@link #save} wrote
   * @param check what is checked
   * @return the model
   * @throws InvalidInputException if the file is missing, truncated, damaged, foreign, of a newer format, or does not pass
   */
  public static MultiTaskModel load(Path file, LoadCheck check) {
    return load(file, Map.of(), check);
  }

  /**
   * Loads a model some of whose heads only the caller can make.
   *
   * @param file a file that {@link #save} wrote
   * @param ownHeads by task, heads of classes that are not in this library
   * @return the model
   * @throws InvalidInputException if the file is missing, truncated, damaged, foreign, or of a newer format
   */
  public static MultiTaskModel load(Path file, Map<String, TaskHead> ownHeads) {
    return load(file, ownHeads, LoadCheck.FULL);
  }

  /**
   * Loads a model some of whose heads only the caller can make, with more or fewer checks.
   *
   * @param file a file that {@link #save} wrote
   * @param ownHeads by task, heads of classes that are not in this library
   * @param check what is checked
   * @return the model
   * @throws InvalidInputException if the file is missing, truncated, damaged, foreign, of a newer format, or does not pass
   */
  public static MultiTaskModel load(Path file, Map<String, TaskHead> ownHeads, LoadCheck check) {
    if (GraphModelFile.isOne(file)) {
      GraphModelFile.Contents contents = GraphModelFile.read(file, check == LoadCheck.FULL);
      MultiTaskModel model = new MultiTaskModel(contents.model(), contents.preprocessing(), contents.info());
      return check == LoadCheck.FULL ? model.checkedGraph(file) : model;
    }
    ModelFile.Contents contents = ModelFile.read(file, ownHeads, check == LoadCheck.FULL);
    ModelRuntime finished = FinishedModel.of(contents, file.toString());
    MultiTaskModel model = new MultiTaskModel(finished, contents.manifest().preprocessing(), contents.manifest().info());
    return check == LoadCheck.FULL && ModelFile.has(file, StoredSample.ENTRY) ? model.checkedBySample(file) : model;
  }

  /**
   * Loads a model and computes the sample that is stored in its file: an input and the outputs that the model gave for it when it was written.
   *
   * @param file a file that {@link #save} wrote
   * @return the model
   * @throws InvalidInputException if the file cannot be read, has no sample, or the model gives other outputs here
   */
  public static MultiTaskModel loadChecked(Path file) {
    MultiTaskModel model = load(file);
    return ModelFile.has(file, StoredSample.ENTRY) ? model : model.checkedBySample(file);
  }

  /** A graph with a right form may still compute nothing. */
  private MultiTaskModel checkedGraph(Path file) {
    try {
      return checkedBySample(file);
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(file.toString()) ? e : new InvalidInputException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new InvalidInputException(file + ": its graph cannot be computed (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private MultiTaskModel checkedBySample(Path file) {
    try {
      StoredSample.read(ModelFile.entry(file, StoredSample.ENTRY), file + ", " + StoredSample.ENTRY).check(this, file.toString());
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** @return the method that the model's network belongs to, such as {@code "automtl"} or {@code "mtl-nas"} */
  public String method() {
    return model.method();
  }

  /**
   * @return AutoMTL's structure, over the weights that this model has; others are missing
   * @throws InvalidInputException if it is a model of another network than one of branches
   */
  public SuperModel superModel() {
    return branched().superModel();
  }

  /**
   * Inference that does not compute what an image does not want. Every other way to predict with this model computes everything and masks it, and answers the same
   * up to rounding.
   *
   * @return inference over this model's numbers; to be closed before the model is
   * @throws InvalidInputException if it is a model that decides nothing for an image
   */
  public PackedSwin packed() {
    if (model instanceof GraphModel graph) {
      return graph.packed();
    }
    throw new InvalidInputException("found a model of method '" + model.method() + "', which decides nothing for an image, allowed: one of method 'adamtl' with controllers");
  }

  /** @return whether its network is one of branches, which has a {@link #superModel} */
  public boolean isBranched() {
    return model instanceof FinishedModel;
  }

  private FinishedModel branched() {
    if (model instanceof FinishedModel finished) {
      return finished;
    }
    throw new InvalidInputException("found a model of method '" + model.method() + "', allowed: one whose network is a super-model");
  }

  private LayeredModel layered() {
    if (model instanceof LayeredModel layered) {
      return layered;
    }
    throw new InvalidInputException("Deeplearning4j has no place for the graph of a model of method '" + model.method() + "'; allowed: SAMEDIFF, ONNX");
  }

  /** Whether its layers are known, and Deeplearning4j has a counterpart of it. */
  boolean isLayered() {
    return model instanceof LayeredModel;
  }

  /**
   * @param name a task's name
   * @return the task
   * @throws InvalidInputException if the model has none of that name
   */
  public Task task(String name) {
    return model.task(name);
  }

  /** Empty where it has none or is not known. */
  String backboneName() {
    return model instanceof LayeredModel layered ? layered.backbone().name() : "";
  }

  /** @return the tasks in order */
  public List<Task> tasks() {
    return model.tasks();
  }

  /** @return channels of the images */
  public int inputChannels() {
    return model.inputChannels();
  }

  /** @return how large the model is, at its own {@link #height} and {@link #width} */
  public ModelSize size() {
    return model.size();
  }

  /** What answers a task, for people. */
  String headType(String task) {
    return model.headType(task);
  }

  /**
   * @return whether a model of AutoMTL has hard sharing, parts per task, or branches of an architecture
   * @throws InvalidInputException if it is a model of another network than one of branches
   */
  public Stage stage() {
    return branched().stage();
  }

  /** @return AutoMTL's branches, in stage HARD */
  public Optional<Architecture> architecture() {
    return model instanceof FinishedModel ours ? ours.architecture() : Optional.empty();
  }

  /** @return the open edges of a model of MTL-NAS or NDDR-CNN */
  public Optional<FusionArchitecture> edges() {
    return model instanceof FinishedNetwork network && network.view() instanceof FusionView.Discrete discrete ? Optional.of(discrete.architecture()) : Optional.empty();
  }

  /** @return rows of the images that the model is made for, in pixels */
  public int height() {
    return model.height();
  }

  /** @return columns of the images that the model is made for, in pixels */
  public int width() {
    return model.width();
  }

  /** @return whether the model takes images of its {@link #height} and {@link #width} only, see {@link MultiTaskModelBuilder#fixedSize} */
  public boolean isFixedSize() {
    return model.fixedSize();
  }

  /** @return what happens to images before the model reads them, if it is known */
  public Optional<Preprocessing> preprocessing() {
    return preprocessing;
  }

  /** @return where the model comes from */
  public ModelInfo info() {
    return info;
  }

  /** @return how many numbers the model stores, running statistics included */
  public long parameters() {
    return model.numbers();
  }

  /**
   * Predicts for images that are ready to be read, see {@link Preprocessing}.
   *
   * @param images [N, C, H, W]; any height and width that the backbone takes, or the model's own if it is for that size only
   * @param tasks names of the tasks that are wanted; none: all
   * @return the predictions, at the images' size
   * @throws InvalidInputException for an unknown task, or if the images do not fit the backbone
   */
  public Prediction predict(INDArray images, String... tasks) {
    Map<String, INDArray> outputs = outputs(images, tasks);
    return new Prediction(tasksOf(outputs), outputs, Math.toIntExact(images.size(2)), Math.toIntExact(images.size(3)));
  }

  /**
   * Predicts for one image at the size that the model was trained at.
   *
   * @param image of any size; its sides keep their ratio
   * @param tasks names of the tasks that are wanted; none: all
   * @return the predictions, at the image's own size
   * @throws InvalidInputException for an unknown task
   * @throws IllegalStateException if the model does not know how images are prepared
   */
  public Prediction predict(BufferedImage image, String... tasks) {
    return predict(image, PredictionSize.ofModel(), tasks);
  }

  /**
   * Predicts for one image.
   *
   * @param image of any size; its sides keep their ratio
   * @param size at which the model looks at it
   * @param tasks names of the tasks that are wanted; none: all
   * @return the predictions, at the image's own size
   * @throws InvalidInputException for an unknown task, or a size that the model or the memory does not allow
   * @throws IllegalStateException if the model does not know how images are prepared
   */
  public Prediction predict(BufferedImage image, PredictionSize size, String... tasks) {
    Preprocessing known = preprocessing.orElseThrow(() -> new IllegalStateException("the model was made without preprocessing; give it an array that is ready to be read"));
    List<String> wanted = wanted(tasks);
    return new ImagePrediction(this, known, tasks().stream().filter(task -> wanted.contains(task.name())).toList()).of(image, size);
  }

  /**
   * Predicts for a picture as viewers show it: turned as its camera has noted. {@code ImageIO.read} does not turn it.
   *
   * @param picture a png or jpeg file
   * @param tasks names of the tasks that are wanted; none: all
   * @return the predictions, at the size of the upright picture
   * @throws InvalidInputException for an unknown task, or if the file is no whole picture
   * @throws IllegalStateException if the model does not know how images are prepared
   */
  public Prediction predict(Path picture, String... tasks) {
    return predict(PictureFile.read(picture), tasks);
  }

  /**
   * What the heads give, untouched: at the resolution of the heads, logits where there are classes.
   *
   * @param images [N, C, H, W], ready to be read
   * @param tasks names of the tasks that are wanted; none: all
   * @return by task, in order, [N, outputs, h, w] for dense tasks, else [N, outputs]
   * @throws InvalidInputException for an unknown task, or if the images do not fit the backbone
   */
  public Map<String, INDArray> outputs(INDArray images, String... tasks) {
    int channels = inputChannels();
    if (images.rank() != 4 || images.size(0) < 1 || images.size(1) != channels) {
      throw new InvalidInputException("images must have the shape [N, " + channels + ", H, W], found " + Arrays.toString(images.shape()));
    }
    if (isFixedSize() && (images.size(2) != height() || images.size(3) != width())) {
      throw new InvalidInputException("images must be " + height() + "x" + width() + ", found " + images.size(2) + "x" + images.size(3)
          + ": the model is for this size only; for others take one that was built without fixedSize");
    }
    memory(images.size(0), Math.toIntExact(images.size(2)), Math.toIntExact(images.size(3))).check(false);
    return plans.run(images, wanted(tasks));
  }

  /** Names in the model's order; all where none is named. */
  private List<String> wanted(String... tasks) {
    Set<String> wanted = new LinkedHashSet<>(Arrays.asList(tasks));
    wanted.forEach(model::task);
    return tasks().stream().map(Task::name).filter(name -> wanted.isEmpty() || wanted.contains(name)).toList();
  }

  /** What a prediction takes at least. */
  PredictionMemory memory(long images, int height, int width) {
    return model.memory(images, height, width);
  }

  /** The graph of all tasks at the model's own size. */
  InferenceGraph graph() {
    return model.graph();
  }

  private Map<String, Task> tasksOf(Map<String, INDArray> outputs) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    outputs.keySet().forEach(name -> tasks.put(name, model.task(name)));
    return tasks;
  }

  /**
   * The same model for images of its own size only, see {@link MultiTaskModelBuilder#fixedSize}.
   *
   * @return a model over a copy of the numbers that are needed; this one stays as it is
   */
  public MultiTaskModel toFixedSize() {
    if (!isBranched()) {
      return this;
    }
    FinishedModel own = FinishedModel.of(superModel(), stage(), architecture(), height(), width(), true);
    return new MultiTaskModel(own, preprocessing, info);
  }

  /**
   * @return the same function in Deeplearning4j, with weights of its own; outputs are in the order of the tasks and named as they are, the input is [N, C, H, W]. Where the
   *     backbone has dilated depthwise layers or pooling in ceil mode, it holds for this model's height and width only
   * @throws InvalidInputException if something has no counterpart in Deeplearning4j; the message names the layer
   */
  public ComputationGraph computationGraph() {
    return branched().export().graph();
  }

  /**
   * Writes the model to a zip that {@link #load} and Deeplearning4j's {@code ModelSerializer.restoreComputationGraph} read, whole or not at all, over an older file. Equal models
   * give equal files.
   *
   * @param file where to
   * @throws InvalidInputException if something has no counterpart in Deeplearning4j; the message names the layer
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void save(Path file) {
    Map<String, byte[]> more = new LinkedHashMap<>();
    Normalizer.of(preprocessing).ifPresent(bytes -> more.put(ModelSerializer.NORMALIZER_BIN, bytes));
    more.put(ModelCard.ENTRY, ModelCard.of(this).getBytes(StandardCharsets.UTF_8));
    more.put(StoredSample.ENTRY, StoredSample.of(this).toBytes());
    if (model instanceof GraphModel graph) {
      GraphModelFile.write(file, graph, preprocessing, info, more);
      return;
    }
    // The graph is a copy of all numbers: it comes last, and goes at once.
    LayeredModel finished = layered();
    ExportedGraph exported = finished.export();
    try (INDArray numbers = exported.graph().params()) {
      ModelFile.write(file, finished.manifest(exported, preprocessing, info), exported.graph(), more);
    }
  }

  /**
   * Writes the model in a format of choice.
   *
   * @param format what to write
   * @param file where to
   * @throws InvalidInputException if the format cannot express something; the message names the layer
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void export(ModelFormat format, Path file) {
    switch (format) {
      case DL4J -> {
        layered();
        save(file);
      }
      case SAMEDIFF -> GraphFiles.writeSameDiff(model, file);
      case ONNX -> GraphFiles.writeOnnx(model, preprocessing, info, file);
      case NPZ -> {
        if (!(model instanceof FinishedModel finished)) {
          throw new InvalidInputException("NPZ holds AutoMTL's published names, found a model of method '" + method() + "'; allowed: "
              + (model instanceof LayeredModel ? "DL4J, " : "") + "SAMEDIFF, ONNX");
        }
        if (finished.fixedSize()) {
          throw new InvalidInputException("NPZ holds whole kernels, found a model for images of " + height() + "x" + width() + " only; take one that was built without fixedSize");
        }
        PublishedExport.write(superModel(), architecture(), file);
      }
    }
  }

  /**
   * Notes what was measured.
   *
   * @param metrics by task, by metric
   * @return this model with those metrics in its {@link #info}; it shares weights and memory with this one, and closing one closes both
   */
  public MultiTaskModel withMetrics(Map<String, Map<String, Double>> metrics) {
    return withMetrics(metrics, Map.of());
  }

  /**
   * Notes what was measured, and on what.
   *
   * @param metrics by task, by metric
   * @param measured {@code split}, {@code date} (in UTC, as 2026-12-31) and {@code fingerprint} of the data, as far as they are known
   * @return this model with those metrics in its {@link #info}; it shares weights and memory with this one, and closing one closes both
   */
  public MultiTaskModel withMetrics(Map<String, Map<String, Double>> metrics, Map<String, String> measured) {
    return new MultiTaskModel(model, preprocessing, new ModelInfo(info.seed(), info.versions(), metrics, info.data(), measured), plans);
  }

  @Override
  public void close() {
    plans.close();
  }

  @Override
  public String toString() {
    return "MultiTaskModel for " + String.join(", ", tasks().stream().map(Task::name).toList()) + ": " + parameters() + " numbers, " + (isBranched() ? stage() : model.method()) + ", " + height() + "x" + width() + (isFixedSize() ? " only" : "");
  }
}
