package org.automtl4j.train.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/** Who may know whom: the one way from a backbone to a trained model, and the few places that touch each library. */
@AnalyzeClasses(packages = "org.automtl4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  private static final String GRAPH = "org.automtl4j.graph..";
  private static final String DATA = "org.automtl4j.data..";
  private static final String TRAIN = "org.automtl4j.train..";

  @ArchTest
  static final ArchRule theGraphKnowsNeitherDataNorTraining =
      noClasses().that().resideInAPackage(GRAPH).should().dependOnClassesThat().resideInAnyPackage(DATA, TRAIN);

  /** NumPy's files are the one format that models and data sets share. */
  @ArchTest
  static final ArchRule dataKnowsTasksOperationsAndArrayFilesOfTheGraphOnly = noClasses().that().resideInAPackage(DATA).should()
      .dependOnClassesThat(resideInAPackage(GRAPH).and(
          not(resideInAnyPackage("org.automtl4j.graph", "org.automtl4j.graph.task", "org.automtl4j.graph.ops", "org.automtl4j.graph.model.npy"))));

  @ArchTest
  static final ArchRule theReadersAloneKnowOpenCv =
      noClasses().that().resideOutsideOfPackage("org.automtl4j.data.reader.internal").should().dependOnClassesThat().resideInAPackage("org.bytedeco.opencv..");

  @ArchTest
  static final ArchRule dataKnowsNothingOfTraining = noClasses().that().resideInAPackage(DATA).should().dependOnClassesThat().resideInAPackage(TRAIN);

  @ArchTest
  static final ArchRule onlyTheFinishedModelKnowsDeeplearning4j =
      noClasses().that().resideOutsideOfPackage("org.automtl4j.graph.model..").should().dependOnClassesThat().resideInAPackage("org.deeplearning4j..");

  /** StepPlan and MeanLoss are where training and validation join the losses of one module to the graphs of the other; a penalty is graph code, as a loss is. */
  @ArchTest
  static final ArchRule graphsAreMadeAndReadInFewRooms = noClasses().that()
      .resideOutsideOfPackages("org.automtl4j.graph.samediff..", "org.automtl4j.graph.ops..",
      "org.automtl4j.graph.head..", "org.automtl4j.graph.plan..", "org.automtl4j.graph.model..", "org.automtl4j.data.loss..",
      "org.automtl4j.graph.network..", "org.automtl4j.graph.choice..", "org.automtl4j.graph.mtlnas..", "org.automtl4j.graph.swin..")
      .and().doNotHaveSimpleName("StepPlan").and().doNotHaveSimpleName("MeanLoss").should().dependOnClassesThat().resideInAPackage("org.nd4j.autodiff..");

  @ArchTest
  static final ArchRule noBackendIsAssumed = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("org.nd4j.linalg.cpu..", "org.nd4j.linalg.jcublas..");

  @ArchTest
  static final ArchRule prototxtAndOnnxAloneKnowProtobuf = noClasses().that()
      .resideOutsideOfPackages("org.automtl4j.graph.prototxt..", "org.automtl4j.graph.model.internal.onnx..", "org.automtl4j.graph.internal").should()
          .dependOnClassesThat().resideInAPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule theCommandLineAloneKnowsItsLibraries = noClasses().that().resideOutsideOfPackage("org.automtl4j.train.cli..")
      .should().dependOnClassesThat().resideInAnyPackage("picocli..", "ch.qos.logback..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine = noClasses().that().resideOutsideOfPackage("org.automtl4j.train.cli..")
      .should().dependOnClassesThat().resideInAPackage("org.automtl4j.train.cli..");

  @ArchTest
  static final ArchRule theInsideOfTheGraphIsItsOwn =
      noClasses().that().resideOutsideOfPackage(GRAPH).should().dependOnClassesThat().resideInAPackage("org.automtl4j.graph..internal..");

  @ArchTest
  static final ArchRule theInsideOfDataIsItsOwn =
      noClasses().that().resideOutsideOfPackage(DATA).should().dependOnClassesThat().resideInAPackage("org.automtl4j.data..internal..");

  /** Backbone.read and Backbone.named are the way in for users, and lead into the prototxt room, which makes backbones: the one pair that knows each other. */
  @ArchTest
  static final ArchRule roomsOfTheGraphHaveNoCycles = slices().matching("org.automtl4j.graph.(*)..").should().beFreeOfCycles()
      .ignoreDependency(resideInAPackage("org.automtl4j.graph.backbone"), type(Prototxt.class).or(type(UnsupportedFields.class)));

  @ArchTest
  static final ArchRule roomsOfDataHaveNoCycles = slices().matching("org.automtl4j.data.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTrainingHaveNoCycles = slices().matching("org.automtl4j.train.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theWayOfTheDataIsOneWay = classes().that().resideInAnyPackage("org.automtl4j.graph.task", "org.automtl4j.graph.backbone")
      .should().onlyDependOnClassesThat(not(resideInAPackage("org.automtl4j..")).or(resideInAnyPackage("org.automtl4j.graph", "org.automtl4j.graph.internal..",
          "org.automtl4j.graph.task..", "org.automtl4j.graph.backbone..", "org.automtl4j.graph.prototxt..")));
}
