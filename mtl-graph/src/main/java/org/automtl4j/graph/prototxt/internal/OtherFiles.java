package org.automtl4j.graph.prototxt.internal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;

/** Files of other kinds where a prototxt belongs, told by their first bytes or their names. */
final class OtherFiles {
  private static final String LFS = "version https://git-lfs";

  private OtherFiles() {}

  static void refuse(String name, byte[] bytes) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (startsWith(bytes, LFS)) {
      throw new InvalidInputException(name + ": is a pointer of Git LFS, not the file itself; fetch it with git lfs pull");
    }
    if (lower.endsWith(".onnx")) {
      throw new InvalidInputException(name + ": is an ONNX file, where a prototxt belongs; automtl import backbone " + name + " --out NAME.prototxt makes one of it");
    }
    if (startsWith(bytes, "PK") && (lower.endsWith(".zip") || !lower.endsWith(".prototxt"))) {
      throw new InvalidInputException(name + ": is a zip, where a prototxt belongs; automtl import backbone makes a prototxt of a model of Deeplearning4j");
    }
    if (lower.endsWith(".caffemodel")) {
      throw new InvalidInputException(name + ": holds the numbers of a Caffe network, where its prototxt belongs; automtl import backbone NET.prototxt --weights " + name + " reads both");
    }
  }

  private static boolean startsWith(byte[] bytes, String magic) {
    return bytes.length >= magic.length() && new String(bytes, 0, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }
}
