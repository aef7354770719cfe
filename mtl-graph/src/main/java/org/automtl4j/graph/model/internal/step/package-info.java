/** An inference graph as steps that every format can express: operations in order, weights told from activations. Not API. */
package org.automtl4j.graph.model.internal.step;
