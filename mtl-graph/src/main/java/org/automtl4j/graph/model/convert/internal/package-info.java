/** The readers of each kind of source, and what they have in common. Not API. */
package org.automtl4j.graph.model.convert.internal;
