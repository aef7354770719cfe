/**
 * What a plan is made of: {@link org.automtl4j.plan.internal.ir.Value}s, which are arrays before they have memory, the {@link
 * org.automtl4j.plan.internal.ir.Node}s of the graph, and the {@link org.automtl4j.plan.internal.ir.Instruction}s that compute them. Each array is written by
 * exactly one instruction. Not API.
 */
package org.automtl4j.plan.internal.ir;
