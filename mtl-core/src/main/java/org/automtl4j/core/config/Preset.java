package org.automtl4j.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a configuration record: a name that may stand in place of the section, as in {@code compat: AUTOMTL}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Preset {
  /** @return the name */
  String value();

  /** @return the section that it stands for, in YAML */
  String section();
}
