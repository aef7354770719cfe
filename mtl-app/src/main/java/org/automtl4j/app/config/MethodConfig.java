package org.automtl4j.app.config;

import java.util.Optional;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.MethodChoice;
import org.automtl4j.train.method.Methods;

/**
 * The section {@code method}: the method of a run by its name, and its settings, whose keys stand beside the name.
 *
 * @param name the method's name
 * @param settings a record of the type that the method asks for
 */
public record MethodConfig(String name, Record settings) {
  /** The method of a configuration that names none. */
  public static final String USUAL = "automtl";

  /** @return the method with its settings */
  public MethodChoice<?> choice() {
    return choice(Methods.named(name));
  }

  private MethodChoice<?> choice(Method<?> method) {
    return MethodChoice.of(method, settings);
  }

  /**
   * @param <T> a settings' type
   * @param type of a method
   * @return the settings, if they are that method's
   */
  public <T extends Record> Optional<T> as(Class<T> type) {
    return Optional.of(settings).filter(type::isInstance).map(type::cast);
  }
}
