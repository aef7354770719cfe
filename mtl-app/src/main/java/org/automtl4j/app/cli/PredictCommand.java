package org.automtl4j.app.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.automtl4j.app.picture.ContactSheet;
import org.automtl4j.app.picture.Figure;
import org.automtl4j.app.picture.LabelFolder;
import org.automtl4j.app.picture.Letters;
import org.automtl4j.app.picture.Overlay;
import org.automtl4j.app.picture.TaskMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.folder.PictureFolder;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.PixelLimits;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.Prediction;
import org.automtl4j.graph.model.PredictionSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl predict}. */
@Command(name = "predict", description = "Predicts the tasks of a trained model for pictures, and writes what it sees as pictures with legends: IMAGE.TASK.png.")
final class PredictCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");
  /** So many pictures that cannot be read are named again at the end. */
  private static final int TOLD = 20;
  /** Of each pixel: 3 as it is read, 4 in the picture for the model. */
  private static final int PICTURE_BYTES = 7;
  /** Of each pixel and channel of an answer: the numbers, those of the map that is drawn, and its colours. */
  private static final int ANSWER_BYTES = 4 * Float.BYTES;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL.zip", description = "The model.zip of a run.")
  private Path file;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", 
      description = "Pictures of any size (png, jpeg, tif, bmp, webp), or folders of such; they are turned as their camera notes it.")
  private List<Path> images;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to write to.")
  private Path out;

  @Option(names = "--tasks", paramLabel = "TASK", split = ",", description = "The tasks that are wanted, separated by commas (default: all).")
  private List<String> tasks = List.of();

  @Option(names = "--raw", description = "Also writes the arrays that the pictures show, as IMAGE.TASK.npy: class numbers [H, W], else numbers [C, H, W].")
  private boolean raw;

  @Option(names = "--size", paramLabel = "HxW|native",
      description = "At which size the model looks at a picture, whose sides keep their ratio: rows and columns, or the picture's own, large ones in tiles (default: the size that it was trained at).")
  private Optional<String> size;

  @Option(names = "--overlay", description = "Also writes each prediction laid over its picture, as IMAGE.TASK.overlay.png.")
  private boolean overlay;

  @Option(names = "--sheet", description = "Also writes index.html, a page that shows all of them.")
  private boolean sheet;

  @Option(names = "--json", description = "Prints one line of JSON for each picture: its answers, or why there are none, and the files that were written.")
  private boolean json;

  @Option(names = "--labels", paramLabel = "DIR",
      description = "Puts the label beside image and prediction: a folder data set with its tasks.yaml, or arrays TASK/NAME.npy of [H, W] or [H, W, C].")
  private Optional<Path> labels;

  @Mixin private LoadCheckOption loading;

  @Option(names = "--overwrite", description = "Replaces existing files.")
  private boolean overwrite;

  @Override
  public Integer call() {
    try (MultiTaskModel model = MultiTaskModel.load(file, loading.check())) {
      if (model.preprocessing().isEmpty()) {
        throw new InvalidInputException(file + ": the model does not say how images are prepared");
      }
      List<Task> wanted = model.tasks().stream().filter(task -> tasks.isEmpty() || tasks.contains(task.name())).toList();
      tasks.forEach(model::task);
      Optional<LabelFolder> known = labels.map(folder -> LabelFolder.open(folder, wanted));
      if (!Letters.ofThisJava().available()) {
        spec.commandLine().getErr().println("This Java has no fonts, so the pictures have no text; on Debian: apt-get install fontconfig fonts-dejavu-core");
      }
      PredictionSize at = size(model);
      List<Path> all = new ArrayList<>();
      for (Path image : images) {
        all.addAll(Files.isDirectory(image) ? PictureFolder.list(image) : List.of(image));
      }
      ContactSheet page = new ContactSheet("Predictions of " + file.getFileName());
      Set<String> names = new HashSet<>();
      List<Path> unread = new ArrayList<>();
      for (Path image : all) {
        String name = stem(image);
        for (int i = 1; !names.add(name); i++) {
          name = stem(image) + "_" + i;
        }
        BufferedImage picture;
        Prediction prediction;
        try {
          picture = read(image, wanted);
          prediction = model.predict(picture, at, wanted.stream().map(Task::name).toArray(String[]::new));
        } catch (InvalidInputException e) {
          // One bad picture among many: the others are predicted.
          unread.add(image);
          String reason = e.getMessage().contains(image.toString()) ? e.getMessage() : image + ": " + e.getMessage();
          spec.commandLine().getErr().println(spec.qualifiedName() + ": " + reason);
          page.addFault(image.toString(), reason);
          if (json) {
            spec.commandLine().getOut().println(PredictionAnswer.fault(image, reason));
          }
          continue;
        }
        one(prediction, wanted, image, picture, name, known, page);
      }
      if (sheet) {
        Path index = free(out.resolve("index.html"));
        write(index, page.html().getBytes(StandardCharsets.UTF_8));
        spec.commandLine().getErr().println(index);
      }
      return unread.isEmpty() ? AutoMtl.DONE : told(unread, all.size());
    }
  }

  private PredictionSize size(MultiTaskModel model) {
    PredictionSize at = PredictionSize.ofModel();
    if (size.isPresent()) {
      Matcher sides = SIZE.matcher(size.get());
      if (!sides.matches() && !size.get().equals("native")) {
        throw new ParameterException(spec.commandLine(), "--size: found '" + size.get() + "', allowed: HxW such as 480x640, or native");
      }
      at = sides.matches() ? PredictionSize.of(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2))) : PredictionSize.ofImage();
    }
    if (model.isFixedSize() && !at.equals(PredictionSize.ofModel()) && !at.equals(PredictionSize.of(model.height(), model.width()))) {
      throw new InvalidInputException(file + ": --size: found " + size.get() + ", allowed: " + model.height() + "x" + model.width()
          + ": the model was made for this size only; a model without a fixed size takes others");
    }
    return at;
  }

  private int told(List<Path> unread, int all) {
    if (all > 1) {
      int told = Math.min(TOLD, unread.size());
      spec.commandLine().getErr().println(spec.qualifiedName() + ": " + unread.size() + " of " + all + " pictures "
          + (unread.size() == 1 ? "was" : "were") + " not predicted: " + unread.stream().limit(told).map(Path::toString).collect(Collectors.joining(", "))
          + (unread.size() > told ? " and " + (unread.size() - told) + " more" : ""));
    }
    return AutoMtl.WRONG_INPUT;
  }

  /** What a picture takes of Java's heap: read, turned and handed to the model, then each task's answer and its figure. */
  private static BufferedImage read(Path file, List<Task> wanted) {
    int answers = wanted.stream().filter(task -> task.kind().isDense()).mapToInt(task -> task.kind() == TaskKind.NORMALS ? 3 : 1).max().orElse(0);
    PixelLimits.checkHeap(file, ImageFile.header(file), PICTURE_BYTES + ANSWER_BYTES * answers);
    return picture(ImageFile.readUpright(file));
  }

  private void one(Prediction prediction, List<Task> wanted, Path file, BufferedImage image, String name, Optional<LabelFolder> known, ContactSheet page) {
    List<Path> figures = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    PredictionAnswer line = new PredictionAnswer(file, prediction);
    for (Task task : wanted) {
      List<Path> written = new ArrayList<>();
      if (raw) {
        NumberArray array = task.kind() == TaskKind.SEGMENTATION ? classes(prediction.classes(task.name()))
            : NumberArray.of(prediction.array(task.name()).slice(0));
        Path numbers = free(out.resolve(name + "." + task.name() + ".npy"));
        NpyFile.write(numbers, array);
        written.add(numbers);
      }
      if (task.kind().isDense()) {
        Optional<TaskMap> label = known.flatMap(folder -> folder.find(file, task, image.getHeight(), image.getWidth()));
        if (known.isPresent() && label.isEmpty()) {
          spec.commandLine().getErr().println(file + ": no label of task '" + task.name() + "'");
        }
        TaskMap map = TaskMap.of(prediction, task);
        Path picture = free(out.resolve(name + "." + task.name() + ".png"));
        write(picture, png(Figure.of(map, image, label)));
        written.add(picture);
        figures.add(picture);
        if (overlay) {
          Path above = free(out.resolve(name + "." + task.name() + ".overlay.png"));
          write(above, png(Overlay.of(map, image)));
          written.add(above);
        }
      } else {
        answers.add(task.name() + " " + answer(prediction, task));
      }
      line.add(prediction, task, written);
      if (!json) {
        written.forEach(spec.commandLine().getOut()::println);
      }
    }
    page.add(file.toString(), figures, answers);
    if (json) {
      spec.commandLine().getOut().println(line.text());
    } else {
      answers.forEach(answer -> spec.commandLine().getOut().println(file + ": " + answer));
    }
  }

  private static String answer(Prediction prediction, Task task) {
    StringBuilder text = new StringBuilder();
    float[] numbers = task.kind() == TaskKind.CLASSIFICATION ? prediction.probabilities(task.name()) : prediction.numbers(task.name());
    for (int i = 0; i < numbers.length; i++) {
      String label = task.kind() != TaskKind.CLASSIFICATION ? "" : i < task.classNames().size() ? task.classNames().get(i) + " " : "class " + i + " ";
      text.append(i == 0 ? "" : ", ").append(label).append(String.format(Locale.ROOT, "%.4g", numbers[i]));
    }
    return text.toString();
  }

  private static NumberArray classes(int[][] classes) {
    long[] flat = new long[classes.length * classes[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = classes[i / classes[0].length][i % classes[0].length];
    }
    return NumberArray.of(flat, classes.length, classes[0].length);
  }

  private static BufferedImage picture(Pixels.Bytes rgb) {
    BufferedImage picture = new BufferedImage(rgb.width(), rgb.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < rgb.width() * rgb.height(); i++) {
      picture.setRGB(i % rgb.width(), i / rgb.width(), (int) rgb.at(3 * i) << 16 | (int) rgb.at(3 * i + 1) << 8 | (int) rgb.at(3 * i + 2));
    }
    return picture;
  }

  private Path free(Path target) {
    if (Files.exists(target) && !overwrite) {
      throw new InvalidInputException(target + ": found a file, allowed: a new one, or --overwrite");
    }
    return target;
  }

  private static byte[] png(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a png", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Path target, byte[] content) {
    try {
      WholeFile.write(target, to -> to.write(content));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }

  private static String stem(Path image) {
    String name = image.getFileName().toString();
    return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
  }
}
