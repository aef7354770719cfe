package org.automtl4j.train.method;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;

/** The methods on the class path. */
public final class Methods {
  private static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";

  private Methods() {}

  /** @return all of them, by name */
  public static List<Method<?>> all() {
    TreeMap<String, Method<?>> byName = new TreeMap<>(Comparator.naturalOrder());
    for (Method<?> method : ServiceLoader.load(Method.class, Methods.class.getClassLoader())) {
      if (!method.name().matches(NAME)) {
        throw new IllegalStateException(method.getClass().getName() + " is called '" + method.name() + "', allowed: small letters and digits with '-' between");
      }
      Method<?> other = byName.putIfAbsent(method.name(), method);
      if (other != null) {
        throw new IllegalStateException("two methods are called '" + method.name() + "': " + other.getClass().getName() + " and " + method.getClass().getName());
      }
    }
    return List.copyOf(byName.values());
  }

  /** @return their names, sorted */
  public static List<String> names() {
    return all().stream().map(Method::name).toList();
  }

  /**
   * @param name a method's name
   * @return the method
   * @throws InvalidInputException if there is none of that name; the message lists those that there are
   */
  public static Method<?> named(String name) {
    return all().stream().filter(method -> method.name().equals(name)).findFirst().orElseThrow(
        () -> new InvalidInputException("found method '" + name + "', allowed: one of " + String.join(", ", names())));
  }
}
