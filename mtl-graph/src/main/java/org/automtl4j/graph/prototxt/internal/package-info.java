/** The steps between a prototxt file and a backbone. Not API. */
package org.automtl4j.graph.prototxt.internal;
