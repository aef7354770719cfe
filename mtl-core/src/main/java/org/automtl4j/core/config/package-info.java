/**
 * Annotations on records of settings, from which a configuration is read, written and documented: a component with a {@link org.automtl4j.core.config.Key} is a
 * key of the configuration. They bring no library with them, so that every room may annotate its settings; mtl-app reads them.
 */
package org.automtl4j.core.config;
