/** Models of the published AutoMTL code: how its files are read and what its names mean here. */
package org.automtl4j.graph.model.checkpoint;
