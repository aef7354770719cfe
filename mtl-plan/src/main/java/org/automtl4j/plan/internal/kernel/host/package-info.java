/**
 * Loops of our own over the memory of arrays, for processors only. Whoever uses one asks first whether the arrays are within reach ({@link
 * org.automtl4j.plan.internal.ir.LargeImages}). Not API.
 */
package org.automtl4j.plan.internal.kernel.host;
