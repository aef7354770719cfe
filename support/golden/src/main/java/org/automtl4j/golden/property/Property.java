package org.automtl4j.golden.property;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a test method with parameters: it is called so many times, each time with other values, and fails with the first case that does, whose seed and values the message
 * names. Parameters are {@code long}, {@code boolean}, {@code int} (see {@link IntRange}), {@code double} (see {@link DoubleRange}), {@code String} (see {@link Text})
 * or an enum. Cases that an assumption leaves out are replaced by others. Where there are fewer combinations than cases, each comes once.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(PropertyExtension.class)
public @interface Property {
  /** @return how many cases */
  int tries() default 1000;
}
