package org.automtl4j.golden.property;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values of an {@code int} of a {@link Property}; all that there are without it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface IntRange {
  /** @return the least */
  int min() default 0;

  /** @return the largest */
  int max() default Integer.MAX_VALUE;
}
