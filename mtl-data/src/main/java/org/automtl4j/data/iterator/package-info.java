/** Turns data sets into batches of ND4J arrays, in an order that depends on a seed alone and can be taken up again at any batch. */
package org.automtl4j.data.iterator;
