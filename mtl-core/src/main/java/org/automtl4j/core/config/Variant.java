package org.automtl4j.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a record of a sealed interface: the name by which configurations call it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Variant {
  /** @return the name */
  String value();

  /** @return what it is, one sentence for the reference page */
  String description();
}
