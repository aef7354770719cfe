package org.automtl4j.data.prepare.internal.source;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.IndexFile;
import org.automtl4j.data.prepare.internal.NddrLists;

/** The files that NYUv2 is written to. */
public sealed interface Nyuv2Files {

  /** @return the layout's name, which decides the content of the files */
  String name();

  /**
   * @param key a sample's number, four digits
   * @return its picture, its classes, its normals and perhaps its depth
   */
  List<String> files(String key);

  /**
   * Writes what tells of all samples.
   *
   * @param root the data set's folder
   * @param modes the files of every sample, by mode
   */
  void finish(Path root, Map<Split, List<List<String>>> modes);

  /** The layout of the authors of AutoMTL. */
  record WithDepth() implements Nyuv2Files {
    @Override
    public String name() {
      return "nyuv2";
    }

    @Override
    public List<String> files(String key) {
      return List.of("image/" + key + ".png", "seg40/" + key + ".png", "normal/" + key + ".png", "depth/" + key + ".npy");
    }

    @Override
    public void finish(Path root, Map<Split, List<List<String>>> modes) {
      Map<String, List<List<String>>> named = new LinkedHashMap<>();
      modes.forEach((split, samples) -> named.put(split.id(), samples));
      IndexFile.write(root.resolve("nyu_v2_3task.json"), named);
    }
  }

  /** The layout of the authors of NDDR-CNN: the training list has every training picture, and who wants to validate sets some aside when it is read. */
  record InLists() implements Nyuv2Files {
    @Override
    public String name() {
      return "nddr";
    }

    @Override
    public List<String> files(String key) {
      return NddrLists.files(key);
    }

    @Override
    public void finish(Path root, Map<Split, List<List<String>>> modes) {
      List<List<String>> training = Stream.concat(modes.get(Split.TRAIN).stream(), modes.get(Split.VAL).stream()).sorted((a, b) -> a.get(0).compareTo(b.get(0))).toList();
      NddrLists.write(root, Map.of(Split.TRAIN, training, Split.TEST, modes.get(Split.TEST)));
    }
  }
}
