/** Measures what the phases of training, and inference, take on this machine: time, processor time and memory, on random data. */
package org.automtl4j.app.bench;
