/** Benchmarks of single kernels: what training plans make of one layer, beside ND4J's own operations. Uses nothing but public API. */
package org.automtl4j.kernels;
