/**
 * The compiler behind the plans. {@link org.automtl4j.plan.internal.compile.GraphReader} turns the operations of a SameDiff graph into nodes; the rule of each
 * operation writes calls on a {@link org.automtl4j.plan.internal.compile.Tape}, first those of the forward pass, then, in reverse, those of the backward pass.
 * Not API.
 */
package org.automtl4j.plan.internal.compile;
