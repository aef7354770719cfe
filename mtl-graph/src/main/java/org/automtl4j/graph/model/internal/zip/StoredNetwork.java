package org.automtl4j.graph.model.internal.zip;

/**
 * What a manifest says of a network that is not AutoMTL's, beside its backbone, tasks and heads.
 *
 * @param method whose network it is
 * @param settings a JSON object: what else its structure is made of, and what of it is computed
 */
public record StoredNetwork(String method, String settings) {}
