package org.automtl4j.train.method.settings;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Settings by name under a common beginning, and words for parts that a user brought. */
public final class Words {
  private final String beginning;
  private final Map<String, String> words = new TreeMap<>();

  /** @param beginning of all names, such as {@code "preTraining."}; may be empty */
  public Words(String beginning) {
    this.beginning = beginning;
  }

  /**
   * @param name what it is called after the beginning
   * @param value written as its text
   * @return this
   */
  public Words put(String name, Object value) {
    words.put(beginning + name, String.valueOf(value));
    return this;
  }

  /**
   * @param more by name after the beginning
   * @return this
   */
  public Words putAll(Map<String, String> more) {
    more.forEach(this::put);
    return this;
  }

  /** @return all of them, by whole name */
  public Map<String, String> words() {
    return words;
  }

  /**
   * @param part of a user's own
   * @return what it says of itself; its class where it says nothing that is the same in every process
   */
  public static String own(Object part) {
    return saysWhatItIs(part.getClass()) ? part.toString() : className(part);
  }

  /**
   * @param part of a user's own
   * @return its class's name; that of a lambda would be another one in the next process
   */
  public static String className(Object part) {
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

  /**
   * @param text any
   * @return what stands for it: the first 8 bytes of its SHA-256 hash, in hexadecimal digits
   */
  public static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
