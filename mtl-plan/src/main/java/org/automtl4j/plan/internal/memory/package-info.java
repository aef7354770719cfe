/**
 * Where arrays lie: {@link org.automtl4j.plan.internal.memory.MemoryPlanner} gives each a place that it shares with arrays that live at other times, {@link
 * org.automtl4j.plan.internal.memory.Recomputation} computes again what is cheaper than to keep. Not API.
 */
package org.automtl4j.plan.internal.memory;
