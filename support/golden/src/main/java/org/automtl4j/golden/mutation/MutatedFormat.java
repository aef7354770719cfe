package org.automtl4j.golden.mutation;

import java.nio.file.Path;
import java.util.List;

/**
 * A format whose files are damaged.
 *
 * @param name of the format, for reports; with the case's number it seeds the damage
 * @param file the name that a damaged file gets, such as {@code net.onnx}; messages must hold it
 * @param originals whole files; small ones, since each of a thousand cases is written and read
 * @param mutator what damages them
 * @param reader what reads a file, and looks at what it read; nothing of it may stay open
 * @param refusal the exception that refuses a file; any other is a fault
 * @param mostBytes what the reader may allocate on Java's heap for one file
 */
public record MutatedFormat(String name, String file, List<byte[]> originals, Mutator mutator, Reader reader, Class<? extends RuntimeException> refusal, long mostBytes) {
  private static final long USUAL_BYTES = 64L << 20;

  /** What reads a file. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @param file a file, damaged or whole
     * @throws Exception the refusal, or a fault
     */
    void read(Path file) throws Exception;
  }

  /** Keeps an unmodifiable list. */
  public MutatedFormat {
    originals = List.copyOf(originals);
  }

  /**
   * A format of which a file may take 64 MB.
   *
   * @param name of the format
   * @param file the name that a damaged file gets
   * @param original a whole file
   * @param mutator what damages it
   * @param reader what reads a file
   * @param refusal the exception that refuses a file
   */
  public MutatedFormat(String name, String file, byte[] original, Mutator mutator, Reader reader, Class<? extends RuntimeException> refusal) {
    this(name, file, List.of(original), mutator, reader, refusal, USUAL_BYTES);
  }
}
