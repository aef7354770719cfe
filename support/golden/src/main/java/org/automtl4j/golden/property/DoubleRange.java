package org.automtl4j.golden.property;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values of a {@code double} of a {@link Property}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface DoubleRange {
  /** @return the least */
  double min() default 0;

  /** @return the largest */
  double max();
}
