package org.automtl4j.train.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.automtl4j.core.config.Key;

/** Key {@code warmUp} of every schedule. */
@Key(value = "Iterations at the beginning with smaller rates: iteration i has (i + 1) / (warmUp + 1) of its rate; none by default.", min = 1)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface WarmUp {}
