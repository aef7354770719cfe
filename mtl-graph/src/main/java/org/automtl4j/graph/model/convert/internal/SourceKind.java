package org.automtl4j.graph.model.convert.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;

/** What a file is that somebody wants a backbone of, by its name and its first bytes. */
public enum SourceKind {
  /** An ONNX file. */
  ONNX,
  /** A zip of Deeplearning4j's. */
  DL4J,
  /** A prototxt of Caffe's. */
  CAFFE;

  private static final String EXPORT = "; torch.onnx.export(model.eval(), torch.zeros(1, 3, 224, 224), \"NAME.onnx\") writes a file that can be read";
  private static final int LONGEST_MAGIC = 64;

  /**
   * @param file a file
   * @return its kind
   * @throws InvalidInputException if it is of another one; the message says what to do with it
   */
  public static SourceKind of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (start(file).startsWith("version https://git-lfs")) {
      throw new InvalidInputException(file + ": is a pointer of Git LFS, not the file itself; fetch it with git lfs pull");
    }
    if (name.endsWith(".onnx")) {
      return ONNX;
    } else if (name.endsWith(".prototxt") || name.endsWith(".pbtxt") && start(file).contains("layer")) {
      return CAFFE;
    }
    String what = foreign(name);
    if (!what.isEmpty()) {
      throw new InvalidInputException(file + ": " + what);
    }
    return DL4J;
  }

  private static String foreign(String name) {
    if (name.endsWith(".pth") || name.endsWith(".pt") || name.endsWith(".pth.tar") || name.endsWith(".ckpt") || name.endsWith(".safetensors")) {
      return "is a checkpoint of PyTorch: it has numbers, but no layers" + EXPORT + " (automtl import checkpoint reads those of AutoMTL)";
    } else if (name.endsWith(".caffemodel")) {
      return "has numbers, but no layers: automtl import backbone NET.prototxt --weights NAME.caffemodel reads it with its prototxt";
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5") || name.endsWith(".keras")) {
      return "is a model of Keras; python -m tf2onnx.convert --keras NAME.h5 --output NAME.onnx (or model.export(\"NAME.onnx\", format=\"onnx\")) writes a file that can be read";
    } else if (name.endsWith(".pb") || name.endsWith(".tflite")) {
      return "is a model of TensorFlow; python -m tf2onnx.convert " + (name.endsWith(".pb") ? "--saved-model FOLDER" : "--tflite NAME.tflite") + " --output NAME.onnx writes a file that can be read";
    }
    return "";
  }

  private static String start(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_MAGIC), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // whoever reads it says why it cannot be read
    }
  }
}
