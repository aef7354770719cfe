package org.automtl4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this library, which the build writes into a resource. */
public final class LibraryVersion {

  private LibraryVersion() {}

  /** @return such as {@code "0.1.0"} */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream in = LibraryVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the resource version.properties", e);
    }
    return properties.getProperty("version");
  }
}
