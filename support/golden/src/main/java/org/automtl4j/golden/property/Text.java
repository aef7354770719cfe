package org.automtl4j.golden.property;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values of a {@code String} of a {@link Property}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Text {
  /** @return the least number of characters */
  int min() default 0;

  /** @return the largest number of characters */
  int max();

  /** @return what they are drawn from; empty: all characters of the basic plane, those of ASCII more often */
  String of() default "";
}
