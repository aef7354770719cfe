/**
 * What a run is told: {@link org.automtl4j.app.config.RunConfig} and its parts, one record component per key of the YAML file. Each component carries its
 * description, default and range in a {@code Key} annotation, from which reading, writing, {@code --set} and the reference page all follow: a new key is one
 * new component.
 */
package org.automtl4j.app.config;
