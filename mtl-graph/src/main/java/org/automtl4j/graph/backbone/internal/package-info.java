/** How names become wires; used by the reader of files and by the builder. Not API. */
package org.automtl4j.graph.backbone.internal;
