/** What a finished model computes and holds, behind {@link org.automtl4j.graph.model.MultiTaskModel}. Not API. */
package org.automtl4j.graph.model.internal;
