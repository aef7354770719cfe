package org.automtl4j.graph.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.text.Suggestion;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/** The backbones that come with the jar: the files of the folder {@code models}. */
final class NamedBackbones {
  static final List<String> NAMES = List.of(
      "deeplab_resnet34", "deeplab_resnet34_adashare", "demo", "demo_narrow", "mnasnet", "mobilenetv2", "mobilenetv2_relu6", "resnet18", "resnet50", "vgg16", "vgg16_largefov");

  private NamedBackbones() {}

  static Backbone named(String name) {
    if (!NAMES.contains(name)) {
      throw new InvalidInputException("found backbone \"" + name + "\", allowed is one of " + String.join(", ", NAMES) + Suggestion.didYouMean(name, NAMES));
    }
    try (InputStream in = NamedBackbones.class.getResourceAsStream("/org/automtl4j/models/" + name + ".prototxt")) {
      return Prototxt.read(in, name + ".prototxt");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Backbone resolve(String nameOrFile, UnsupportedFields unsupported) {
    if (NAMES.contains(nameOrFile)) {
      return named(nameOrFile);
    }
    try {
      if (Files.exists(Path.of(nameOrFile))) {
        return Prototxt.read(Path.of(nameOrFile), unsupported);
      }
    } catch (InvalidPathException e) {
      // Not a file's name on this system; the message below says so.
    }
    throw new InvalidInputException("found backbone \"" + nameOrFile + "\", allowed is a prototxt file that exists, or one of " + String.join(", ", NAMES)
        + Suggestion.didYouMean(nameOrFile, NAMES));
  }
}
