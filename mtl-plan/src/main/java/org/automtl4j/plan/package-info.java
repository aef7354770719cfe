/**
 * Runs SameDiff graphs fast. A {@link org.automtl4j.plan.TrainingPlan} computes a loss and gradients, an {@link org.automtl4j.plan.InferencePlan}
 * outputs only; both give what SameDiff's own session gives on the same graph, with memory taken once. A graph is compiled for one shape of its inputs.
 * Nothing outside of this room looks into {@code internal}.
 */
package org.automtl4j.plan;
