/**
 * How networks of any method stand in model files: {@link org.automtl4j.graph.stored.NetworkFormat} writes a structure and a view as plain settings and reads them
 * again; it is found by the name of the network's method, through {@code META-INF/services}.
 */
package org.automtl4j.graph.stored;
