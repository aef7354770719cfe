/** Runs what was compiled: {@link org.automtl4j.plan.internal.run.Program} holds the calls with their memory. Not API. */
package org.automtl4j.plan.internal.run;
