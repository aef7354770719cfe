/**
 * What changes over the iterations of a stage: learning rates and the temperature of the relaxation. Every schedule is a pure function of a count, so that a
 * run which is resumed goes on exactly where it stopped.
 */
package org.automtl4j.train.schedule;
