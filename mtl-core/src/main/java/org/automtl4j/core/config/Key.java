package org.automtl4j.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of a configuration. Where a default is said in Java already, as those of the stages' builders are, the record takes it from there, in a static
 * method {@code defaults()} that gives a whole record, and the key says none. Where neither says one, the key is required, unless its type is {@code Optional}.
 * Keys that several records have alike are described once, by an annotation that carries this one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface Key {
  /** @return what it means, with its unit: one sentence for the reference page and for messages */
  String value();

  /** @return the default, in YAML; {@code {}} for a section whose keys all have defaults; empty: that of the record's {@code defaults()}, or none */
  String byDefault() default "";

  /** @return smallest number allowed; in lists, of each element */
  double min() default Double.NEGATIVE_INFINITY;

  /** @return numbers must be greater than this one */
  double above() default Double.NEGATIVE_INFINITY;

  /** @return largest number allowed */
  double max() default Double.POSITIVE_INFINITY;

  /** @return numbers must be smaller than this one */
  double below() default Double.POSITIVE_INFINITY;

  /** @return how many elements a list has; -1: any number of them, 0 included; -2: at least one */
  int size() default -1;
}
