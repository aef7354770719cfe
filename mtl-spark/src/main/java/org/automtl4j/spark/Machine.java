package org.automtl4j.spark;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.automtl4j.core.RandomStream;
import org.automtl4j.plan.Backend;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What an executor is, as far as training depends on it.
 *
 * @param host its name
 * @param process its process
 * @param java its version of Java
 * @param backend the numerical library with its threads
 * @param checksum of a convolution: executors on which it differs give other bits
 * @param sees whether it sees the sweep's folder
 * @param failure why it cannot compute; empty if it can
 */
record Machine(String host, long process, String java, String backend, long checksum, boolean sees, String failure) implements Serializable {

  /** The executor that runs this, which looks for a file. */
  static Machine here(String file) {
    boolean sees = Files.exists(Path.of(file));
    String java = System.getProperty("java.version");
    long process = ProcessHandle.current().pid();
    try {
      return new Machine(hostName(), process, java, Backend.current().summary(), convolution(), sees, "");
    } catch (RuntimeException | LinkageError e) {
      // Natives that are missing, or made for other machines.
      return new Machine(hostName(), process, java, "", 0, sees, e.getClass().getSimpleName() + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static long convolution() {
    RandomStream random = RandomStream.of(1, "machine");
    try (INDArray images = drawn(random, 2, 8, 14, 14); INDArray weights = drawn(random, 3, 3, 8, 8)) {
      INDArray maps = Nd4j.exec(new Conv2D(images, weights, null, Conv2DConfig.builder().kH(3).kW(3).sH(1).sW(1).pH(1).pW(1).build()))[0];
      CRC32 crc = new CRC32();
      for (float value : maps.ravel().toFloatVector()) {
        crc.update(ByteBuffer.allocate(Float.BYTES).putFloat(value).flip());
      }
      maps.close();
      return crc.getValue();
    }
  }

  private static INDArray drawn(RandomStream random, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, Arrays.stream(shape).asLongStream().toArray());
  }
}
