package org.automtl4j.train.method;

import org.automtl4j.graph.network.View;

/**
 * What is measured to tell what a run will take.
 *
 * @param network a view whose steps cost what those of stages cost that train the network's own numbers
 * @param model a view whose steps cost what those of stages cost that train a model of its own
 * @param modelBytes of the numbers of such a model
 */
public record CostProbe(View network, View model, long modelBytes) {}
