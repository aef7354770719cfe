/** The loop over iterations of one stage, and around it batches, listeners, validation and checkpoints. */
package org.automtl4j.train.loop;
