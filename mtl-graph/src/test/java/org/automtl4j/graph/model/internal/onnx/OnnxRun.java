package org.automtl4j.graph.model.internal.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.WholeFile;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX files under ONNX Runtime. */
public final class OnnxRun implements AutoCloseable {
  private final OrtSession session;

  private OnnxRun(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(model, options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  public static OnnxRun of(WholeFile.Content model) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      model.writeTo(bytes);
      return new OnnxRun(bytes.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static OnnxRun of(Path file) {
    try {
      return new OnnxRun(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names of the outputs, in order. */
  public List<String> outputs() {
    return List.copyOf(session.getOutputNames());
  }

  /** The declared shape of the only input; -1 is any. */
  public long[] inputShape() {
    try {
      NodeInfo input = session.getInputInfo().values().iterator().next();
      return ((TensorInfo) input.getInfo()).getShape();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file's metadata. */
  public Map<String, String> notes() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All outputs, by name, in order. */
  public Map<String, INDArray> run(INDArray images) {
    String input = session.getInputNames().iterator().next();
    try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(images.dup('c').data().asFloat()), images.shape());
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      Map<String, INDArray> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        OnnxTensor value = (OnnxTensor) output.getValue();
        FloatBuffer buffer = value.getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        outputs.put(output.getKey(), Nd4j.create(numbers, value.getInfo().getShape(), 'c'));
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
