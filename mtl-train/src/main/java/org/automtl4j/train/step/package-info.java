/**
 * What a step of training is made of beside its graph: groups of parameters and their rules, the chain that a gradient goes through on its way to them, what a
 * phase minimises, and which phase an iteration belongs to. Nothing here knows a method.
 */
package org.automtl4j.train.step;
