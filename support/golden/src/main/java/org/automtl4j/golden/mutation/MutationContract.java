package org.automtl4j.golden.mutation;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every reader of files promises, whatever stands in them: a file is read, or refused in one line that names it and holds no control character; there is no other exception, no hang,
 * and no memory out of proportion. A thousand damaged files of each format in every build, a hundred thousand with {@code -Pmutation}, or as many as
 * {@code -Dautomtl.mutation} says.
 */
public abstract class MutationContract {
  private static final int FEW = 1_000;
  private static final int MANY = Integer.getInteger("automtl.mutation", 100_000);

  /** For the tests of a module. */
  protected MutationContract() {}

  /**
   * @param folder an empty folder for files that readers need beside the damaged one
   * @return the formats
   * @throws Exception if a whole file cannot be made
   */
  protected abstract List<MutatedFormat> formats(Path folder) throws Exception;

  @TestFactory
  final Stream<DynamicTest> damagedFilesAreReadOrRefused(@TempDir Path folder) throws Exception {
    return tests(folder, FEW);
  }

  @Tag("mutation")
  @TestFactory
  final Stream<DynamicTest> manyDamagedFilesAreReadOrRefused(@TempDir Path folder) throws Exception {
    return tests(folder, MANY);
  }

  private Stream<DynamicTest> tests(Path folder, int cases) throws Exception {
    return formats(folder).stream().map(format -> DynamicTest.dynamicTest(format.name(), () -> new MutationRun(format, folder).check(cases)));
  }
}
