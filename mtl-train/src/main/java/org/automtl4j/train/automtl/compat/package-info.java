/**
 * Habits of the published AutoMTL code that differ from ours, each behind an option of {@link org.automtl4j.train.automtl.compat.Compat}. They are off unless asked
 * for; {@link org.automtl4j.train.automtl.compat.Compat#AUTOMTL} turns all of them on, for runs that must be comparable with the published ones step by step.
 */
package org.automtl4j.train.automtl.compat;
