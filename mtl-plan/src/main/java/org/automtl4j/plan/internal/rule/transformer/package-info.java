/** Backward rules of operations that transformers need and convolutional networks do not. Internal: nothing outside the plan may use it. */
package org.automtl4j.plan.internal.rule.transformer;
