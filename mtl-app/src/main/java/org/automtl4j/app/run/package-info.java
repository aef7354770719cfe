/** From a configuration to a result: {@link org.automtl4j.app.run.Experiment} runs the stages and the baselines that a configuration asks for. */
package org.automtl4j.app.run;
