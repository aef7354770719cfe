package org.automtl4j.app.house;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.TrainingPlan;
import org.nd4j.linalg.factory.Nd4j;

/** What no class of ours does: print, keep state in statics, depend on the machine's language or charset, draw numbers that no seed repeats. */
@AnalyzeClasses(packages = "org.automtl4j", importOptions = ImportOption.DoNotIncludeTests.class)
class HabitsTest {

  /** The bar of a user's own program is shown on a terminal, and nowhere else. */
  @ArchTest
  static final ArchRule onlyTheCommandLinePrints = noClasses().that().resideOutsideOfPackage("org.automtl4j.app.cli..")
      .and().doNotHaveFullyQualifiedName("org.automtl4j.train.listener.internal.Terminal").should(ACCESS_STANDARD_STREAMS);

  /** Whole arrays go into a plan through assign, which compares shapes; StepPlan sets noise and temperature number by number. */
  @ArchTest
  static final ArchRule plansAreFilledWithACheck = noClasses().that().resideOutsideOfPackage("org.automtl4j.plan..").and().doNotHaveSimpleName("StepPlan")
      .should().callMethod(TrainingPlan.class, "input", String.class).orShould().callMethod(InferencePlan.class, "input", String.class);

  @ArchTest
  static final ArchRule staticsAreFinal = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule staticsHoldNoState = noFields().that().areStatic().should().haveRawType(ThreadLocal.class).orShould().haveRawType(AtomicInteger.class)
      .orShould().haveRawType(AtomicLong.class).orShould().haveRawType(AtomicBoolean.class).orShould().haveRawType(AtomicReference.class);

  @ArchTest
  static final ArchRule theLanguageOfTheMachineDoesNotMatter = noClasses().should().callMethodWhere(on(String.class, "toLowerCase"))
      .orShould().callMethodWhere(on(String.class, "toUpperCase"))
      .orShould().callMethod(String.class, "format", String.class, Object[].class)
      .orShould().callMethod(String.class, "formatted", Object[].class)
      .orShould().callMethod(PrintStream.class, "printf", String.class, Object[].class)
      .orShould().callMethod(PrintWriter.class, "printf", String.class, Object[].class)
      .orShould().callConstructor(DecimalFormat.class, String.class);

  @ArchTest
  static final ArchRule theCharsetOfTheMachineDoesNotMatter = noClasses().should().callMethod(String.class, "getBytes")
      .orShould().callConstructor(String.class, byte[].class)
      .orShould().callConstructor(FileReader.class, File.class)
      .orShould().callConstructor(FileReader.class, String.class)
      .orShould().callConstructor(FileWriter.class, File.class)
      .orShould().callConstructor(FileWriter.class, String.class)
      .orShould().callConstructor(InputStreamReader.class, InputStream.class)
      .orShould().callConstructor(OutputStreamWriter.class, OutputStream.class)
      .orShould().callConstructor(PrintStream.class, OutputStream.class);

  @ArchTest
  static final ArchRule randomnessIsSeeded = noClasses().should().dependOnClassesThat().areAssignableTo(Random.class)
      .orShould().dependOnClassesThat().areAssignableTo(SplittableRandom.class)
      .orShould().callMethod(Math.class, "random")
      .orShould().callMethodWhere(target(owner(equivalentTo(Nd4j.class))).and(target(nameMatching("rand.*|getRandom"))));

  /** Calls of a method in its form without arguments. */
  private static DescribedPredicate<JavaCall<?>> on(Class<?> type, String method) {
    return target(owner(equivalentTo(type))).and(target(name(method))).and(target(rawParameterTypes(new Class<?>[0])))
        .as(type.getSimpleName() + "." + method + "() without a Locale");
  }
}
