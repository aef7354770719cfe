package org.automtl4j.data.reader.internal;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.Pixels;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** The one place that touches OpenCV. */
public final class OpenCv {

  private OpenCv() {}

  /** Loads the natives at the first use, once; the threads that read data are threads enough, so OpenCV starts none of its own. */
  private static final class Natives {
    static final String PROBLEM = load();

    private static String load() {
      try {
        Loader.load(opencv_imgproc.class);
        opencv_core.setNumThreads(1);
        return "";
      } catch (LinkageError e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  /**
   * Resizes a picture with {@code INTER_LINEAR} and gives a window of the result; only that is copied to the Java heap.
   *
   * @param pixels a picture
   * @param height rows of the whole new picture
   * @param width its columns
   * @param window which part of it is wanted
   * @return that part
   */
  public static Pixels bilinear(Pixels pixels, int height, int width, Window window) {
    if (!Natives.PROBLEM.isEmpty()) {
      throw new InvalidInputException("pictures are resized by OpenCV, whose natives for " + Loader.getPlatform() + " cannot be loaded (" + Natives.PROBLEM
          + "); add the dependency org.bytedeco:opencv:4.5.5-1.5.7 with the classifier " + Loader.getPlatform() + " (and org.bytedeco:openblas:0.3.19-1.5.7 "
          + "with the same, which CPU backends of ND4J bring)");
    }
    int channels = pixels.channels();
    int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    int wanted = window.rows() * window.columns() * channels;
    if (pixels instanceof Pixels.Bytes bytes) {
      byte[] values = new byte[wanted];
      try (BytePointer from = new BytePointer(bytes.values()); BytePointer to = new BytePointer(size)) {
        resize(pixels, from, height, width, to, CV_8U);
        window.copy(width, channels, (source, target, count) -> to.position(source).get(values, target, count));
      }
      return new Pixels.Bytes(values, window.rows(), window.columns(), channels);
    }
    if (pixels instanceof Pixels.Shorts shorts) {
      short[] values = new short[wanted];
      try (ShortPointer from = new ShortPointer(shorts.values()); ShortPointer to = new ShortPointer(size)) {
        resize(pixels, from, height, width, to, CV_16U);
        window.copy(width, channels, (source, target, count) -> to.position(source).get(values, target, count));
      }
      return new Pixels.Shorts(values, window.rows(), window.columns(), channels);
    }
    float[] values = new float[wanted];
    try (FloatPointer from = new FloatPointer(pixels.toFloats()); FloatPointer to = new FloatPointer(size)) {
      resize(pixels, from, height, width, to, CV_32F);
      window.copy(width, channels, (source, target, count) -> to.position(source).get(values, target, count));
    }
    return new Pixels.Floats(values, window.rows(), window.columns(), channels);
  }

  private static void resize(Pixels pixels, Pointer source, int height, int width, Pointer target, int depth) {
    int type = CV_MAKETYPE(depth, pixels.channels());
    try (Mat from = new Mat(pixels.height(), pixels.width(), type, source);
        Mat to = new Mat(height, width, type, target);
        Size size = new Size(width, height)) {
      opencv_imgproc.resize(from, to, size, 0, 0, INTER_LINEAR);
    }
  }
}
