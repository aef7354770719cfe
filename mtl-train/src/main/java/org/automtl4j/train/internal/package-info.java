/** The engine room of the trainer: step plans, the loop over iterations, evaluation. Not API. */
package org.automtl4j.train.internal;
