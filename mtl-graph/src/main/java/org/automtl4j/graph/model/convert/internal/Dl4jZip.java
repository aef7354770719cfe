package org.automtl4j.graph.model.convert.internal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.ZipEntries;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.zip.Coefficients;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;

/** The entries of a zip that {@code ModelSerializer} wrote, read with bounds: nothing is allocated that the file does not have. */
final class Dl4jZip {
  private static final long LARGEST_CONFIGURATION = 16L << 20;
  private static final long LARGEST_RATIO = 200;
  private static final int DEEPEST = 64;

  private final Path file;

  Dl4jZip(Path file) {
    this.file = file;
  }

  private interface Use<T> {
    T of(ZipFile zip) throws IOException;
  }

  private <T> T with(Use<T> use) {
    try (ZipFile zip = ZipEntries.open(file)) {
      return use.of(zip);
    } catch (EOFException | UTFDataFormatException | ZipException e) {
      throw new InvalidInputException(file + ": not a model of Deeplearning4j, or a damaged one: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  /** The configuration as JSON. */
  String configuration() {
    return with(zip -> {
      ZipEntry entry = entry(zip, ModelSerializer.CONFIGURATION_JSON);
      if (entry.getSize() > LARGEST_CONFIGURATION) {
        throw new InvalidInputException(file + ", " + entry.getName() + ": " + entry.getSize() + " bytes, allowed are " + LARGEST_CONFIGURATION);
      }
      try (InputStream in = zip.getInputStream(entry)) {
        String json = new String(in.readNBytes((int) LARGEST_CONFIGURATION), StandardCharsets.UTF_8);
        int depth = 0;
        for (int i = 0; i < json.length(); i++) {
          depth += json.charAt(i) == '{' || json.charAt(i) == '[' ? 1 : json.charAt(i) == '}' || json.charAt(i) == ']' ? -1 : 0;
          if (depth > DEEPEST) {
            throw new InvalidInputException(file + ", " + entry.getName() + ": nested deeper than " + DEEPEST);
          }
        }
        return json;
      }
    });
  }

  /** All numbers, of which there must be {@code count}. */
  INDArray numbers(long count) {
    return with(zip -> {
      ZipEntry entry = entry(zip, ModelSerializer.COEFFICIENTS_BIN);
      String where = file + ", " + entry.getName();
      if (count < 0 || entry.getSize() < Math.multiplyExact(count, Float.BYTES)) {
        throw new InvalidInputException(where + ": the configuration wants " + count + " numbers, the entry has " + entry.getSize() + " bytes");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return Coefficients.read(in, count, where);
      }
    });
  }

  /** What a normaliser in the zip does to pixels as {@code NativeImageLoader} gives them: BGR, 0..255. */
  Optional<Preprocessing> preprocessing() {
    return with(zip -> {
      ZipEntry entry = zip.getEntry(ModelSerializer.NORMALIZER_BIN);
      if (entry == null || entry.getSize() > 4096) {
        return Optional.empty();
      }
      try (DataInputStream header = new DataInputStream(zip.getInputStream(entry))) {
        header.readUTF();
        header.readInt();
        String type = header.readUTF(); // others may name a class to load
        if (type.equals("IMAGE_VGG16")) {
          return Optional.of(new Preprocessing(ChannelOrder.BGR, List.of(123.68, 116.779, 103.939), List.of(1.0, 1.0, 1.0)));
        } else if (!type.equals("IMAGE_MIN_MAX")) {
          return Optional.empty();
        }
      }
      try (InputStream in = zip.getInputStream(entry)) {
        ImagePreProcessingScaler scaler = NormalizerSerializer.getDefault().restore(in);
        double span = scaler.getMaxPixelVal() / (scaler.getMaxRange() - scaler.getMinRange());
        double mean = -scaler.getMinRange() * span;
        return Optional.of(new Preprocessing(ChannelOrder.BGR, List.of(mean, mean, mean), List.of(span, span, span)));
      } catch (EOFException e) {
        throw e;
      } catch (Exception e) { // the serialiser declares nothing more precise
        throw new InvalidInputException(file + ", " + entry.getName() + ": " + e.getMessage(), e);
      }
    });
  }

  private ZipEntry entry(ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new InvalidInputException(file + ": not a model of Deeplearning4j: it has no entry " + name);
    }
    if (entry.getSize() < 0 || entry.getSize() / LARGEST_RATIO > entry.getCompressedSize()) {
      throw new InvalidInputException(file + ", " + name + ": compressed beyond anything that a model is; refused as a zip bomb");
    }
    return entry;
  }
}
