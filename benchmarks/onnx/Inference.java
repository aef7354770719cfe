import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.automtl4j.graph.RandomStream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ModelFormat;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.plan.Backend;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Milliseconds of one prediction of a finished model, by this library and, exported to ONNX, by ONNX Runtime, in turns; outputs must be equal to 1e-4. Prints one JSON object for each
 * batch. Run by run.sh. Arguments: backbone, batches (1,4), rows and columns, threads, timed predictions.
 */
public final class Inference {
  private static final int WARM_UP = 3;
  private static final int HEAD_WIDTH = 1024;

  public static void main(String[] arguments) throws Exception {
    String backbone = arguments[0];
    int size = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    int predictions = Integer.parseInt(arguments[4]);
    Backend.useThreads(threads);
    SuperModel superModel = SuperModel.builder(Backbone.resolve(backbone)).task(Task.segmentation("semantic", 19), TaskHead.aspp(HEAD_WIDTH))
        .task(Task.depth("depth"), TaskHead.aspp(HEAD_WIDTH)).seed(1).build();
    Architecture architecture = Architecture.sample(superModel, RandomStream.of(1, "architecture"));
    Path file = Files.createTempFile("inference", ".onnx");
    try (MultiTaskModel model = MultiTaskModel.builder(superModel).architecture(architecture).inputSize(size, size).build();
        OrtEnvironment environment = OrtEnvironment.getEnvironment(); OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      model.export(ModelFormat.ONNX, file);
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        for (String batch : arguments[1].split(",")) {
          INDArray images = Nd4j.rand(Integer.parseInt(batch), superModel.backbone().inputChannels(), size, size);
          double difference = difference(model, session, images);
          if (!(difference < 1e-4)) {
            throw new IllegalStateException("the outputs differ by " + difference);
          }
          double[][] times = times(model, session, images, predictions);
          System.out.println(String.format(Locale.ROOT, "{\"backbone\": \"%s\", \"batch\": %s, \"crop\": %d, \"threads\": %d, \"ours_ms\": %.2f, \"ours_least_ms\": %.2f, "
              + "\"onnxruntime_ms\": %.2f, \"onnxruntime_least_ms\": %.2f, \"difference\": %.2g}", superModel.backbone().name(), batch, size, threads, median(times[0]), least(times[0]),
              median(times[1]), least(times[1]), difference));
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  /** By the clock, in turns, so that both meet the same disturbances. */
  private static double[][] times(MultiTaskModel model, OrtSession session, INDArray images, int predictions) throws OrtException {
    double[][] times = new double[2][predictions];
    for (int i = -WARM_UP; i < predictions; i++) {
      long start = System.nanoTime();
      model.outputs(images).values().forEach(INDArray::close);
      long middle = System.nanoTime();
      onnxRuntime(session, images);
      long end = System.nanoTime();
      if (i >= 0) {
        times[0][i] = (middle - start) * 1e-6;
        times[1][i] = (end - middle) * 1e-6;
      }
    }
    return times;
  }

  /** Over all outputs, relative to the largest number of each where that is above 1. */
  private static double difference(MultiTaskModel model, OrtSession session, INDArray images) throws OrtException {
    double difference = 0;
    Map<String, float[]> found = onnxRuntime(session, images);
    for (Map.Entry<String, INDArray> output : model.outputs(images).entrySet()) {
      float[] expected = output.getValue().dup('c').data().asFloat();
      float[] other = found.get(output.getKey());
      double largest = 1;
      double apart = other.length == expected.length ? 0 : Double.NaN;
      for (int i = 0; i < Math.min(expected.length, other.length); i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        apart = Math.max(apart, Math.abs(expected[i] - other[i]));
      }
      difference = Math.max(difference, apart / largest);
    }
    return difference;
  }

  /** Copying the images in and the outputs out is part of a prediction. */
  private static Map<String, float[]> onnxRuntime(OrtSession session, INDArray images) throws OrtException {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(images.data().asFloat()), images.shape());
        OrtSession.Result result = session.run(Map.of("input", input))) {
      for (Map.Entry<String, OnnxValue> output : result) {
        FloatBuffer buffer = ((OnnxTensor) output.getValue()).getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        outputs.put(output.getKey(), numbers);
      }
    }
    return outputs;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }
}
