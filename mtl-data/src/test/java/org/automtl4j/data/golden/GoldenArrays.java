package org.automtl4j.data.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.automtl4j.golden.GoldenFolder;

/** NumPy's files of the golden data, with the types that they were written with. */
public final class GoldenArrays {

  private GoldenArrays() {}

  /** Reads an npz file. */
  public static Map<String, Npy> all(String file) {
    try (InputStream in = Files.newInputStream(GoldenFolder.root().resolve(file))) {
      return Npy.readAll(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an npy file. */
  public static Npy one(String file) {
    try (InputStream in = Files.newInputStream(GoldenFolder.root().resolve(file))) {
      return Npy.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
