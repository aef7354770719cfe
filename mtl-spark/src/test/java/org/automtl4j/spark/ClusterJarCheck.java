package org.automtl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.automtl4j.train.method.Methods;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jar for spark-submit works with nothing but ND4J and Spark beside it, and brings nothing that a cluster has in other versions. Run after it was packed. */
@Tag("spark")
class ClusterJarCheck {
  private static final Path JAR = Path.of(System.getProperty("automtl.cluster.jar"));

  @Test
  void holdsNothingThatAClusterHasInVersionsOfItsOwn() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> classes = jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")).toList();
      assertThat(classes).contains("org/automtl4j/spark/SparkMain.class", "org/automtl4j/shaded/com/fasterxml/jackson/databind/ObjectMapper.class",
          "org/automtl4j/shaded/org/yaml/snakeyaml/Yaml.class", "org/automtl4j/shaded/com/google/protobuf/CodedInputStream.class");
      assertThat(classes).noneMatch(name -> Stream.of("com/fasterxml/", "org/yaml/", "com/google/protobuf/", "scala/", "org/apache/spark/", "org/apache/hadoop/", "org/slf4j/",
          "ch/qos/logback/", "org/apache/logging/", "org/nd4j/", "org/bytedeco/", "META-INF/versions/").anyMatch(name::startsWith));
    }
  }

  @Test
  void knowsEveryMethodAndReadsConfigurations() throws Exception {
    List<URL> urls = new ArrayList<>(List.of(JAR.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      // Without those that the jar has inside, to see that it uses its own.
      if (entry.endsWith(".jar") && !Path.of(entry).getFileName().toString().matches("(mtl-|jackson-(core|databind|annotations|dataformat)|snakeyaml|protobuf-java).*")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader inside = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(inside);
      assertThat(inside.loadClass(Methods.class.getName()).getMethod("names").invoke(null)).isEqualTo(Methods.names());
      Object demo = inside.loadClass("org.automtl4j.app.config.RunConfig").getMethod("resolve", String.class, List.class).invoke(null, "demo", List.of());
      assertThat((String) demo.getClass().getMethod("toYaml").invoke(demo)).contains("policySearch:");
      Class<?> connector = inside.loadClass("org.automtl4j.app.sweep.ClusterConnector");
      try (AutoCloseable cluster = (AutoCloseable) connector.getMethod("find", String.class, Optional.class).invoke(null, "local[1]", Optional.empty())) {
        assertThat(cluster.getClass().getClassLoader()).isSameAs(inside);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
