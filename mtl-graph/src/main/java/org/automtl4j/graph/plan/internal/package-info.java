/**
 * The compiler behind the plans, not for use outside of {@code org.automtl4j.graph.plan}. {@link org.automtl4j.graph.plan.internal.GraphReader} turns the
 * operations of a SameDiff graph into {@link org.automtl4j.graph.plan.internal.Node}s; the rule of each operation writes native calls on a {@link
 * org.automtl4j.graph.plan.internal.Tape}, first those of the forward pass, then, in reverse, those of the backward pass; {@link
 * org.automtl4j.graph.plan.internal.MemoryPlanner} gives every array a place that it shares with arrays that live at other times; {@link
 * org.automtl4j.graph.plan.internal.Program} runs the calls. Each array is written by exactly one call.
 */
package org.automtl4j.graph.plan.internal;
