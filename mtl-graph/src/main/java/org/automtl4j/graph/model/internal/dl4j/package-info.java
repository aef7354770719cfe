/** Steps as layers and vertices of a Deeplearning4j graph. Not API. */
package org.automtl4j.graph.model.internal.dl4j;
