package org.automtl4j.graph.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An input and what a model gave for it, to be computed again elsewhere. The input is a pattern of areas of one value each, as bytes, which take next to no room in a zip; the model
 * reads (byte - 128) / 64.
 *
 * @param input [C, H, W]
 * @param shape C, H, W
 * @param outputs by task, what the head gave, untouched
 */
record StoredSample(byte[] input, long[] shape, Map<String, INDArray> outputs) {
  static final String ENTRY = "automtl4j/sample.bin";
  private static final int VERSION = 1;
  private static final double TOLERANCE = 1e-3;

  static StoredSample of(MultiTaskModel model) {
    long[] shape = {model.inputChannels(), model.height(), model.width()};
    byte[] input = new byte[Math.toIntExact(shape[0] * shape[1] * shape[2])];
    for (int i = 0; i < input.length; i++) {
      int x = (int) (i % shape[2]);
      int y = (int) (i / shape[2] % shape[1]);
      int channel = (int) (i / shape[2] / shape[1]);
      input[i] = (byte) ((x / 8 * 37 + y / 8 * 61 + channel * 89) % 256);
    }
    return new StoredSample(input, shape, model.outputs(images(input, shape)));
  }

  private static INDArray images(byte[] input, long[] shape) {
    float[] values = new float[input.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((input[i] & 255) - 128) / 64f;
    }
    return Nd4j.create(values, new long[] {1, shape[0], shape[1], shape[2]}, 'c');
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      for (long size : shape) {
        out.writeInt((int) size);
      }
      out.write(input);
      out.writeInt(outputs.size());
      for (Map.Entry<String, INDArray> output : outputs.entrySet()) {
        out.writeUTF(output.getKey());
        out.writeInt((int) output.getValue().length());
        for (float value : output.getValue().dup('c').data().asFloat()) {
          out.writeFloat(value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** @param where how messages call the bytes */
  static StoredSample read(byte[] bytes, String where) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readInt();
      if (version != VERSION) {
        throw new InvalidInputException(where + ": found format version " + version + ", allowed: up to " + VERSION + "; read it with a newer AutoMTL4J");
      }
      long[] shape = {in.readInt(), in.readInt(), in.readInt()};
      byte[] input = in.readNBytes(bounded(Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), shape[2]), in, where));
      Map<String, INDArray> outputs = new LinkedHashMap<>();
      int tasks = bounded(in.readInt(), in, where);
      for (int i = 0; i < tasks; i++) {
        String task = in.readUTF();
        float[] values = new float[bounded(4L * in.readInt(), in, where) / Float.BYTES];
        for (int k = 0; k < values.length; k++) {
          values[k] = in.readFloat();
        }
        outputs.put(task, Nd4j.createFromArray(values));
      }
      return new StoredSample(input, shape, outputs);
    } catch (IOException | ArithmeticException e) {
      throw new InvalidInputException(where + ": damaged: " + e.getMessage(), e);
    }
  }

  private static int bounded(long bytes, DataInputStream in, String where) throws IOException {
    if (bytes < 0 || bytes > in.available()) {
      throw new InvalidInputException(where + ": damaged: wants " + bytes + " bytes, has " + in.available());
    }
    return (int) bytes;
  }

  /** Refuses a model that gives other outputs than those stored. */
  void check(MultiTaskModel model, String where) {
    try {
      model.memory(1, model.height(), model.width()).check(true);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(where + ": " + e.getMessage(), e);
    }
    long[] own = {model.inputChannels(), model.height(), model.width()};
    if (!Arrays.equals(shape, own) || input.length != shape[0] * shape[1] * shape[2]) {
      throw new InvalidInputException(where + ": its sample is of shape " + Arrays.toString(shape) + ", the model reads " + Arrays.toString(own));
    }
    Map<String, INDArray> found = model.outputs(images(input, shape));
    if (!found.keySet().equals(outputs.keySet())) {
      throw new InvalidInputException(where + ": its sample has the tasks " + outputs.keySet() + ", the model has " + found.keySet());
    }
    outputs.forEach((task, right) -> {
      INDArray mine = found.get(task).reshape(found.get(task).length());
      double scale = Math.max(1, right.amaxNumber().doubleValue());
      double difference = mine.length() == right.length() ? mine.castTo(right.dataType()).sub(right).amaxNumber().doubleValue() : Double.NaN;
      if (!(difference <= TOLERANCE * scale)) {
        throw new InvalidInputException(where + ": task '" + task + "' does not give what it gave when the model was written: the outputs of the stored sample differ by " + difference
            + ", allowed " + TOLERANCE * scale);
      }
    });
  }
}
