package org.automtl4j.train.loop.settings;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Settings by name under a common beginning, and words for parts that a user brought. */
final class Words {
  private final String beginning;
  private final Map<String, String> words = new TreeMap<>();

  /** @param beginning of all names, such as {@code "preTraining."}; may be empty */
  Words(String beginning) {
    this.beginning = beginning;
  }

  Words put(String name, Object value) {
    words.put(beginning + name, String.valueOf(value));
    return this;
  }

  Words putAll(Map<String, String> more) {
    more.forEach(this::put);
    return this;
  }

  Map<String, String> words() {
    return words;
  }

  /** What a part of a user's own says of itself; its class where it says nothing that is the same in every process. */
  static String own(Object part) {
    return saysWhatItIs(part.getClass()) ? part.toString() : className(part);
  }

  /** A class's name; that of a lambda would be another one in the next process. */
  static String className(Object part) {
    return part.getClass().getName().replaceAll("\\$\\$Lambda.*", "");
  }

  private static boolean saysWhatItIs(Class<?> type) {
    for (Method method : type.getMethods()) {
      if (method.getName().equals("toString") && method.getParameterCount() == 0) {
        return method.getDeclaringClass() != Object.class;
      }
    }
    return false;
  }

  static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
