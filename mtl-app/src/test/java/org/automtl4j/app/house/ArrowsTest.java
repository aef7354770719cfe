package org.automtl4j.app.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/**
 * Who may know whom: the one way from a backbone to a trained model, and the few places that touch each library.
 */
@AnalyzeClasses(packages = "org.automtl4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  private static final String HOUSE = "org.automtl4j.";
  private static final String CORE = HOUSE + "core..";
  private static final String PLAN = HOUSE + "plan..";
  private static final String DATA = HOUSE + "data..";
  private static final String GRAPH = HOUSE + "graph..";
  private static final String TRAIN = HOUSE + "train..";
  private static final String APP = HOUSE + "app..";

  /** No room knows one that stands after it. */
  private static ArchRule order(String what, List<String> rooms) {
    return CompositeArchRule.of(IntStream.range(0, rooms.size() - 1).mapToObj(i -> (ArchRule) noClasses().that().resideInAnyPackage(rooms.get(i).split("\\|"))
        .should().dependOnClassesThat().resideInAnyPackage(
            rooms.subList(i + 1, rooms.size()).stream().flatMap(room -> List.of(room.split("\\|")).stream()).toArray(String[]::new))).toList())
        .as("no arrow runs up in " + what);
  }

  @ArchTest
  static final ArchRule noFloorKnowsOneAbove = order("the house", List.of(CORE, PLAN + "|" + DATA, GRAPH, TRAIN, APP));

  @ArchTest
  static final ArchRule dataStandsOnTheCoreAlone = noClasses().that().resideInAPackage(DATA).should().dependOnClassesThat().resideInAPackage(PLAN);

  @ArchTest
  static final ArchRule plansKnowNothingOfData = noClasses().that().resideInAPackage(PLAN).should().dependOnClassesThat().resideInAPackage(DATA);

  @ArchTest
  static final ArchRule noArrowRunsUpInThePlan = order("the plan", List.of(HOUSE + "plan.internal.ir..", HOUSE + "plan.internal.kernel.host..",
      HOUSE + "plan.internal.kernel|" + HOUSE + "plan.internal.kernel.token..", HOUSE + "plan.internal.memory..", HOUSE + "plan.internal.run..", HOUSE + "plan.internal.compile..",
      HOUSE + "plan.internal.rule.."));

  /** Backbone.read and Backbone.named are the way in for users, and lead into the prototxt room, which makes backbones: the one pair that knows each other. */
  @ArchTest
  static final ArchRule noArrowRunsUpInTheGraph = order("the graph", List.of(HOUSE + "graph.initializer..|" + HOUSE + "graph.internal..",
      HOUSE + "graph.backbone..|" + HOUSE + "graph.prototxt..", HOUSE + "graph.network..", HOUSE + "graph.choice..", HOUSE + "graph.head..",
      HOUSE + "graph.automtl..|" + HOUSE + "graph.mtlnas..|" + HOUSE + "graph.adamtl..|" + HOUSE + "graph.swin..", HOUSE + "graph.model.."));

  @ArchTest
  static final ArchRule methodsOfTheGraphDoNotKnowEachOther = noClasses().that().resideInAnyPackage(HOUSE + "graph.mtlnas..", HOUSE + "graph.adamtl..").should()
      .dependOnClassesThat().resideInAPackage(HOUSE + "graph.automtl..");

  /** The engine knows no method; a method's room knows the engine. */
  @ArchTest
  static final ArchRule noArrowRunsUpInTraining = order("training", List.of(
      HOUSE + "train.schedule..|" + HOUSE + "train.optimizer..|" + HOUSE + "train.balance..|" + HOUSE + "train.batch..", HOUSE + "train.evaluate..",
      HOUSE + "train.advice..|" + HOUSE + "train.tree..",
      HOUSE + "train.checkpoint..|" + HOUSE + "train.listener..", HOUSE + "train.step..", HOUSE + "train.config..", HOUSE + "train.method..", HOUSE + "train.loop..",
      HOUSE + "train.automtl..|" + HOUSE + "train.grow..|" + HOUSE + "train.mtlnas..|" + HOUSE + "train.adamtl..|" + HOUSE + "train.baseline..",
      HOUSE + "train"));

  @ArchTest
  static final ArchRule roomsOfTheCoreHaveNoCycles = slices().matching("org.automtl4j.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTheGraphHaveNoCycles = slices().matching("org.automtl4j.graph.(*)..").should().beFreeOfCycles()
      .ignoreDependency(resideInAPackage("org.automtl4j.graph.backbone"), type(Prototxt.class).or(type(UnsupportedFields.class)));

  @ArchTest
  static final ArchRule roomsOfDataHaveNoCycles = slices().matching("org.automtl4j.data.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTheProgramHaveNoCycles = slices().matching("org.automtl4j.app.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theInsideOfThePlanIsItsOwn =
      noClasses().that().resideOutsideOfPackage(PLAN).should().dependOnClassesThat().resideInAPackage("org.automtl4j.plan..internal..");

  @ArchTest
  static final ArchRule theInsideOfTheGraphIsItsOwn =
      noClasses().that().resideOutsideOfPackage(GRAPH).should().dependOnClassesThat().resideInAPackage("org.automtl4j.graph..internal..");

  @ArchTest
  static final ArchRule theInsideOfDataIsItsOwn =
      noClasses().that().resideOutsideOfPackage(DATA).should().dependOnClassesThat().resideInAPackage("org.automtl4j.data..internal..");

  @ArchTest
  static final ArchRule theReadersAloneKnowOpenCv =
      noClasses().that().resideOutsideOfPackage("org.automtl4j.data.reader.internal").should().dependOnClassesThat().resideInAPackage("org.bytedeco.opencv..");

  @ArchTest
  static final ArchRule onlyTheFinishedModelKnowsDeeplearning4j =
      noClasses().that().resideOutsideOfPackage("org.automtl4j.graph.model..").should().dependOnClassesThat().resideInAPackage("org.deeplearning4j..");

  /** The plan of a step, its graph and losses, and MeanLoss are where training and validation join the losses of one module to the graphs of the other; a penalty is graph code, as a loss is. */
  @ArchTest
  static final ArchRule graphsAreMadeAndReadInFewRooms = noClasses().that()
      .resideOutsideOfPackages("org.automtl4j.core.ops..", "org.automtl4j.plan..", "org.automtl4j.graph.automtl..", "org.automtl4j.graph.head..",
          "org.automtl4j.graph.model..", "org.automtl4j.data.loss..", "org.automtl4j.graph.network..", "org.automtl4j.graph.choice..",
          "org.automtl4j.graph.mtlnas..", "org.automtl4j.graph.adamtl..", "org.automtl4j.graph.swin..")
      .and().doNotHaveSimpleName("StepPlan").and().doNotHaveSimpleName("StepGraph").and().doNotHaveSimpleName("Labelled").and().doNotHaveSimpleName("Losses").and().doNotHaveSimpleName("MeanLoss")
      .and().doNotHaveFullyQualifiedName("org.automtl4j.train.step.Penalty$Term").should().dependOnClassesThat().resideInAPackage("org.nd4j.autodiff..");

  @ArchTest
  static final ArchRule noBackendIsAssumed = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("org.nd4j.linalg.cpu..", "org.nd4j.linalg.jcublas..");

  @ArchTest
  static final ArchRule theReadersOfItsFilesAloneKnowProtobuf = noClasses().that()
      .resideOutsideOfPackages("org.automtl4j.graph.prototxt..", "org.automtl4j.graph.model.internal.onnx..", "org.automtl4j.graph.model.convert.internal..",
          "org.automtl4j.graph.internal").should().dependOnClassesThat().resideInAPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule theCommandLineAloneKnowsItsLibraries = noClasses().that().resideOutsideOfPackage("org.automtl4j.app.cli..")
      .should().dependOnClassesThat().resideInAnyPackage("picocli..", "ch.qos.logback..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine = noClasses().that().resideOutsideOfPackage("org.automtl4j.app.cli..")
      .should().dependOnClassesThat(resideInAPackage("org.automtl4j.app.cli..").and(not(resideInAPackage("org.automtl4j.examples.."))));
}
