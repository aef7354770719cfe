package org.automtl4j.graph.stored;

import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.automtl4j.core.InvalidInputException;

/** Finds {@link NetworkFormat}s. */
public final class NetworkFormats {
  private NetworkFormats() {}

  /**
   * @param method a method's name
   * @return its format
   * @throws InvalidInputException if there is none; the message lists those that there are
   */
  public static NetworkFormat of(String method) {
    List<NetworkFormat> all = ServiceLoader.load(NetworkFormat.class, NetworkFormat.class.getClassLoader()).stream().map(ServiceLoader.Provider::get).toList();
    return all.stream().filter(format -> format.method().equals(method)).findFirst().orElseThrow(() -> new InvalidInputException(
        "model files cannot hold a network of method '" + method + "'; they can hold those of automtl, "
            + String.join(", ", new TreeSet<>(all.stream().map(NetworkFormat::method).toList())) + ". A method of your own needs a NetworkFormat on the class path"));
  }
}
