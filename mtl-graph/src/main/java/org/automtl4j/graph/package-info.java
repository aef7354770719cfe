/** What every room of the house shares: the error for wrong input, and seeded random streams. Nothing else belongs here. */
package org.automtl4j.graph;
