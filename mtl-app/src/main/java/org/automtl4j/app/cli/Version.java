package org.automtl4j.app.cli;

import org.automtl4j.core.LibraryVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code automtl --version} prints. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"automtl " + LibraryVersion.number()};
  }
}
