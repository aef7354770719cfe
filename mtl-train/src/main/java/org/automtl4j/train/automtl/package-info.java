/** AutoMTL's training: its stages as phases of the loop, and how candidates are drawn and ranked. */
package org.automtl4j.train.automtl;
