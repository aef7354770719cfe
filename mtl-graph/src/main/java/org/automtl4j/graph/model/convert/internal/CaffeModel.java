package org.automtl4j.graph.model.convert.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of a network of Caffe's: a binary NetParameter, read field by field as {@code caffe.proto} names them, one blob in memory at a time beside
 * what is kept.
 */
final class CaffeModel {
  private static final int NET_OLD_LAYERS = 2;
  private static final int NET_LAYER = 100;
  private static final int LAYER_NAME = 1;
  private static final int LAYER_BLOBS = 7;
  private static final int OLD_NAME = 4;
  private static final int OLD_BLOBS = 6;
  private static final int BLOB_DATA = 5;
  private static final int BLOB_SHAPE = 7;
  private static final int BLOB_DOUBLES = 8;
  private static final int LEGACY_AXES = 4;
  private static final int MOST_BLOBS = 100_000;

  private final Path file;
  private final Map<String, List<INDArray>> blobs = new HashMap<>();
  private int count;

  private CaffeModel(Path file) {
    this.file = file;
  }

  /**
   * @param file a {@code .caffemodel}
   * @return the blobs of each layer that has some, by its name, in their shapes
   * @throws InvalidInputException if it cannot be read
   */
  static Map<String, List<INDArray>> read(Path file) {
    CaffeModel model = new CaffeModel(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      model.net(coded);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": no such file", e);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(file + ": not a caffemodel, or a damaged one: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
    if (model.blobs.isEmpty()) {
      throw new InvalidInputException(file + ": not a caffemodel: it has no layer with numbers");
    }
    return model.blobs;
  }

  private void net(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if ((field == NET_LAYER || field == NET_OLD_LAYERS) && isMessage(tag)) {
        int limit = in.pushLimit(in.readRawVarint32());
        layer(in, field == NET_OLD_LAYERS);
        in.popLimit(limit);
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that did not begin");
      }
    }
  }

  private static boolean isMessage(int tag) {
    return (tag & 7) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private void layer(CodedInputStream in, boolean old) throws IOException {
    String name = "";
    List<INDArray> own = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field == (old ? OLD_NAME : LAYER_NAME) && isMessage(tag)) {
        name = in.readString();
      } else if (field == (old ? OLD_BLOBS : LAYER_BLOBS) && isMessage(tag)) {
        if (++count > MOST_BLOBS) {
          throw new InvalidInputException(file + ": more than " + MOST_BLOBS + " blobs; no CNN has that many");
        }
        int limit = in.pushLimit(in.readRawVarint32());
        own.add(blob(in, name));
        in.popLimit(limit);
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that did not begin");
      }
    }
    if (!own.isEmpty()) {
      blobs.put(name, own);
    }
  }

  private INDArray blob(CodedInputStream in, String layer) throws IOException {
    long[] legacy = new long[LEGACY_AXES];
    boolean isLegacy = false;
    List<Long> shape = new ArrayList<>();
    float[] values = new float[0];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean whole = (tag & 7) == WireFormat.WIRETYPE_VARINT;
      if (field <= LEGACY_AXES && whole) {
        legacy[field - 1] = in.readInt32();
        isLegacy = true;
      } else if (field == BLOB_SHAPE && isMessage(tag)) {
        shape = shape(in);
      } else if (field == BLOB_DATA && isMessage(tag)) {
        values = packed(in, Float.BYTES);
      } else if (field == BLOB_DOUBLES && isMessage(tag)) {
        values = packed(in, Double.BYTES);
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that did not begin");
      }
    }
    long[] axes = isLegacy && shape.isEmpty() ? legacy : shape.stream().mapToLong(Long::longValue).toArray();
    double length = 1;
    for (long axis : axes) {
      length *= axis;
    }
    if (values.length == 0 || length != values.length) {
      throw new InvalidInputException(file + ": layer '" + layer.replaceAll("\\p{Cntrl}", "?") + "' has a blob of shape " + shape + " with " + values.length + " numbers");
    }
    return axes.length == 0 ? Nd4j.create(values, new long[] {1}, 'c') : Nd4j.create(values, axes, 'c');
  }

  private static List<Long> shape(CodedInputStream in) throws IOException {
    List<Long> shape = new ArrayList<>();
    int limit = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag)) {
        int packed = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0 && shape.size() < 8) {
          shape.add(in.readInt64());
        }
        in.skipRawBytes(in.getBytesUntilLimit());
        in.popLimit(packed);
      } else if ((tag & 7) == WireFormat.WIRETYPE_VARINT && shape.size() < 8) {
        shape.add(in.readInt64());
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that did not begin");
      }
    }
    in.popLimit(limit);
    return shape;
  }

  /** The list itself is not longer than the file: memory grows only as bytes come in. */
  private float[] packed(CodedInputStream in, int width) throws IOException {
    int bytes = in.readRawVarint32();
    if (bytes < 0 || bytes % width != 0 || bytes > Files.size(file)) {
      throw new InvalidProtocolBufferException("a list of " + bytes + " bytes");
    }
    float[] values = new float[bytes / width];
    for (int i = 0; i < values.length; i++) {
      values[i] = width == Float.BYTES ? in.readFloat() : (float) in.readDouble();
    }
    return values;
  }
}
