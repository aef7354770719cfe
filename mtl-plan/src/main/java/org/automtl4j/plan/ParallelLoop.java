package org.automtl4j.plan;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Loops of Java code in as many threads as an operation of the native library uses that is called from the same thread (see {@link Backend#useThreads}). Meant
 * for parts that do not depend on one another, so that the number of threads never changes a result.
 */
public final class ParallelLoop {
  private ParallelLoop() {}

  private static NativeOps operations() {
    Nd4j.getBackend(); // reads the properties by which the holder finds its library
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /** @return how many threads an operation uses that is called from this thread */
  public static int threads() {
    return operations().ompGetMaxThreads();
  }

  /**
   * Does something in whose time the native library's operations, called from the same thread, use that thread alone.
   *
   * @param work what to do
   */
  public static void alone(Runnable work) {
    NativeOps operations = operations();
    int before = operations.ompGetMaxThreads();
    operations.setOmpNumThreads(1);
    try {
      work.run();
    } finally {
      operations.setOmpNumThreads(before);
    }
  }

  /**
   * Runs all parts and waits for them.
   *
   * @param parts how many; with one the calling thread does it, with more the JVM's common pool helps
   * @param part does the part of a number from 0
   */
  public static void run(int parts, IntConsumer part) {
    if (parts == 1) {
      part.accept(0);
    } else {
      IntStream.range(0, parts).parallel().forEach(part);
    }
  }
}
