/**
 * What a search decides: {@link org.automtl4j.graph.choice.Site}s with options, and {@link org.automtl4j.graph.choice.Relaxation}s that make a decision
 * differentiable.
 */
package org.automtl4j.graph.choice;
