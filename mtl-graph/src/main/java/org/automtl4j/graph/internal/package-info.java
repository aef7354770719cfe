/** Small helpers of mtl-graph that are nobody's API: they may change or go at any time. */
package org.automtl4j.graph.internal;
