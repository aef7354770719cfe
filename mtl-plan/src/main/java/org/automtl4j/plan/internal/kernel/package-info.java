/** Computations made of ND4J's own operations on arrays and views of arrays. They run on every backend. Not API. */
package org.automtl4j.plan.internal.kernel;
