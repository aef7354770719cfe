package org.automtl4j.train.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the library, which the build writes into a resource. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"automtl " + number()};
  }

  static String number() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the resource version.properties", e);
    }
    return properties.getProperty("version");
  }
}
