/**
 * The conflict map: which tasks' gradients are opposed to each other, in which layers, and how that goes on. It only looks: no number of a training depends on it.
 */
package org.automtl4j.train.balance.conflict;
