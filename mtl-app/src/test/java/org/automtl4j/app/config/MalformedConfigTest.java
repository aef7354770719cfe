package org.automtl4j.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.property.Property;
import org.automtl4j.golden.property.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every malformed configuration is one clear line: where, what was found, what is allowed. */
class MalformedConfigTest {

  private static String message(String yaml, String... assignments) {
    Throwable thrown = catchThrowable(() -> RunConfig.parse(yaml, "small.yaml", List.of(assignments)));
    assertThat(thrown).isInstanceOf(InvalidInputException.class);
    assertThat(thrown.getMessage()).doesNotContain("\n");
    return thrown.getMessage();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      btach=8                                   | small.yaml: btach: unknown key; did you mean 'batch'?
      Batch=8                                   | small.yaml: Batch: unknown key; did you mean 'batch'?
      policySearch.polcySteps=8                 | small.yaml: policySearch.polcySteps: unknown key; did you mean 'policySteps'?
      policySearch.qwzvjx=8                     | small.yaml: policySearch.qwzvjx: unknown key; known here: iterations, policySteps, weightSteps
      preTraining.updater.momentum=0.9          | small.yaml: preTraining.updater.momentum: unknown key; known here: type, learningRate, beta1, beta2, epsilon
      tasks.depth.heads=aspp                    | small.yaml: tasks[0].heads: unknown key; did you mean 'head'?
      'validation={every: 5, metric: flow.abs}' | small.yaml: validation.metric: found 'flow.abs', allowed: delta, or a metric of one of the tasks
      'validation={patience: 2}'                | small.yaml: validation: every: found 0, allowed: at least 1 where patience is set
      checkpoint.every=10                       | small.yaml: checkpoint: unknown key
      batch=0                                   | small.yaml: batch: found 0, allowed: a whole number of at least 1
      batch=2.5                                 | small.yaml: batch: found 2.5, allowed: a whole number of at least 1
      batch=many                                | small.yaml: batch: found 'many', allowed: a whole number of at least 1
      batch=[1]                                 | small.yaml: batch: found [1], allowed: a whole number of at least 1
      batch=99999999999                         | small.yaml: batch: found 99999999999, allowed: a whole number of at least 1
      batch=true                                | small.yaml: batch: found true, allowed: a whole number of at least 1
      batch=                                    | small.yaml: batch: found nothing, allowed: a whole number of at least 1
      threads=0                                 | small.yaml: threads: found 0, allowed: a whole number of at least 1 and at most 1024
      seed=x                                    | small.yaml: seed: found 'x', allowed: a whole number
      policySearch.lambda=-1                    | small.yaml: policySearch.lambda: found -1, allowed: a number of at least 0
      policySearch.lambda=.nan                  | --set policySearch.lambda=.nan, line 1
      policySearch.lambda=NaN                   | small.yaml: policySearch.lambda: found
      policySearch.lambda=1e999                 | small.yaml: policySearch.lambda: found
      policySearch.temperature=0                | small.yaml: policySearch.temperature: found 0, allowed: a number greater than 0
      policySearch.temperatureDecay=1.5         | small.yaml: policySearch.temperatureDecay: found 1.5, allowed: a number greater than 0 and at most 1
      policySearch=5                            | small.yaml: policySearch: found 5, allowed: a section with the keys iterations, policySteps
      preTraining.updater=5                     | small.yaml: preTraining.updater: found 5, allowed: a section whose type is one of ADAM, ADAMW, SGD
      preTraining.updater=RMSPROP               | small.yaml: preTraining.updater.type: found 'RMSPROP', allowed: one of ADAM, ADAMW, SGD
      preTraining.updater={type: SGD}           | small.yaml: preTraining.updater.learningRate: missing; a number of at least 0 is needed
      preTraining.updater.beta1=1               | small.yaml: preTraining.updater.beta1: found 1, allowed: a number of at least 0 and less than 1
      stages=[PRE, POSTT]                       | small.yaml: stages[1]: found 'POSTT', allowed: one of PRE, SEARCH, SAMPLE, POST
      stages=[]                                 | small.yaml: stages: found [], allowed: a list of at least one element, each one of PRE, SEARCH, SAMPLE, POST
      stages=[POST, PRE]                        | small.yaml: stages: found [POST, PRE], allowed: each at most once, in the order PRE, SEARCH, SAMPLE, POST
      stages=PRE                                | small.yaml: stages: found 'PRE', allowed: a list
      balancing=cagrad                          | small.yaml: balancing: found CAGRAD with one task, where no two tasks share a parameter, allowed: EW
      balancing=CAGRID                          | small.yaml: balancing.type: found 'CAGRID', allowed: one of EW, UW
      taskStepping=both                         | small.yaml: taskStepping: found 'both', allowed: one of ALTERNATING, JOINT
      batchNormPolicy=NONE                      | small.yaml: batchNormPolicy: found 'NONE', allowed: one of TASK_SPECIFIC, SEARCH
      data.size=[32]                            | small.yaml: data.size: found [32], allowed: a list of 2 elements, each a whole number of at least 8
      data.size=[32, 4]                         | small.yaml: data.size[1]: found 4, allowed: a whole number of at least 8
      input.order=GRB                           | small.yaml: input.order: found 'GRB', allowed: one of RGB, BGR
      data.layout=cityscape                     | small.yaml: data.layout: found 'cityscape', allowed: one of synthetic, cityscapes, nyuv2, nddr, taskonomy, folder
      data={train: 5}                           | small.yaml: data.layout: missing; one of synthetic, cityscapes, nyuv2, nddr, taskonomy, folder is needed
      tasks=[]                                  | small.yaml: tasks: found none, allowed: at least one; only a data set of the layout folder tells its tasks itself
      tasks.depth.kind=DEEP                     | small.yaml: tasks[0].kind: found 'DEEP', allowed: one of SEGMENTATION
      tasks.depth.kind=SEGMENTATION             | small.yaml: tasks[0]: outputs: missing; a task of kind SEGMENTATION has as many as it has classes
      tasks.depth.outputs=2                     | small.yaml: tasks[0]: outputs: found 2, allowed: 1 for kind DEPTH
      tasks.depth.name=a b                      | small.yaml: tasks[0]: task name 'a b'
      tasks.depth.head=linear                   | small.yaml: tasks[0]: head: a task of kind DEPTH needs a dense head
      tasks.depth.head={type: aspp, width: 0}   | small.yaml: tasks[0].head.width: found 0, allowed: a whole number of at least 1
      name=a/b                                  | small.yaml: name: found 'a/b', allowed: letters, digits
      architecture=a.json                       | small.yaml: architecture: an architecture that is given can only be trained: set stages to [POST]
      sampling.maxParameters=0                  | small.yaml: sampling.maxParameters: found 0, allowed: a number greater than 0
      baselines=[simple]                        | small.yaml: baselines[0]: found 'simple', allowed: one of HARD, SINGLE, RANDOM
      """)
  void aWrongKeyTypeOrRangeIsNamedWithItsPath(String assignment, String expected) {
    assertThat(message(RunConfigTest.SMALL, assignment)).startsWith(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "=5", "batch", ".batch=1", "policySearch.=1", "a..b=1"})
  void anAssignmentWithoutKeyOrValueIsRefused(String assignment) {
    assertThat(message(RunConfigTest.SMALL, assignment)).startsWith("--set " + assignment + ": found no key and value, allowed: KEY=VALUE");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      tasks.normal.weight=2   | --set tasks.normal.weight=2: the list has no such element; it has depth
      tasks.1.weight=2        | --set tasks.1.weight=2: the list has no such element; it has depth
      backbone.file=x         | --set backbone.file=x: 'backbone' is a single value and has no key 'file'
      stages=[PRE             | --set stages=[PRE, line
      """)
  void anAssignmentThatLeadsNowhereIsRefused(String assignment, String expected) {
    assertThat(message(RunConfigTest.SMALL, assignment)).startsWith(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      backbone: [                                      | small.yaml, line
      a: b: c                                          | small.yaml, line
      batch: 1~batch: 2                                | small.yaml, line
      backbone: demo~---~backbone: demo                | small.yaml
      just text                                        | small.yaml: found 'just text', allowed: a section with the keys version, name, seed
      - 1                                              | small.yaml: found [1], allowed: a section with the keys version, name, seed
      ~                                                | small.yaml: backbone: missing; a text is needed. A backbone by name
      # nothing                                        | small.yaml: backbone: missing; a text is needed. A backbone by name
      backbone: demo                                   | small.yaml: data: missing; a section whose layout is one of synthetic, cityscapes, nyuv2, nddr, taskonomy, folder is needed
      backbone: demo~data: synthetic                   | small.yaml: tasks: found none, allowed: at least one; only a data set of the layout folder tells its tasks itself
      backbone: demo~data: synthetic~tasks: [depth]    | small.yaml, line 3: tasks[0]: found 'depth', allowed: a section with the keys name, kind
      backbone: demo~data: synthetic~tasks: [{name: d, kind: DEPTH}, {name: d, kind: DEPTH}] | small.yaml: tasks: found 'd' twice, allowed: each task once
      backbone: demo~data: synthetic~tasks: [{kind: DEPTH}] | small.yaml: tasks[0].name: missing; a text is needed
      """)
  void aDocumentThatIsNoConfigurationIsRefused(String yaml, String expected) {
    assertThat(message(yaml.replace('~', '\n'))).startsWith(expected);
  }

  @Property(tries = 500)
  void anyTextIsEitherAConfigurationOrAClearError(@Text(max = 30, of = "a :\n-[{},1.\"&*!#|?%@\t") String text) {
    assertThat(message(text)).startsWith("small.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"policySearch: {temperatureDecay: 0.9, finalTemperature: 0.3}"})
  void twoWaysToCoolDownAreOneTooMany(String section) {
    assertThat(message(RunConfigTest.SMALL + section)).startsWith("small.yaml, line 5: policySearch: found both temperatureDecay and finalTemperature");
  }
}
