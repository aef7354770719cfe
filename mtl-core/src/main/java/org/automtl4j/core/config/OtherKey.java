package org.automtl4j.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a component of a method's settings that is no key of their section: what another key of the configuration says, such as {@code "compat.sharedBottom"}. The
 * component has that key's type.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OtherKey {
  /** @return the key's path from the configuration's root */
  String value();
}
