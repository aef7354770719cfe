/**
 * How a method of multi-task learning is known to everything around it: found by name, with settings of its own, a network, and a recipe that a session runs.
 * The engine and the program know this package and no method; a method's room knows the engine.
 */
package org.automtl4j.train.method;
