package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.internal.onnx.WireFields.Field;

/**
 * Reads ONNX files. It goes over the bytes by hand, with bounds on everything that is not a tensor's numbers: a parser that makes an object of each message would let a small
 * file fill the memory.
 */
public final class OnnxReader {
  private static final int MOST_MESSAGES = 1 << 17;
  private static final int MOST_ATTRIBUTES = 64;
  private static final int MOST_LIST = 4096;

  private final String where;
  private final OnnxDataFiles beside;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
  private final Map<String, List<Long>> inputs = new LinkedHashMap<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, String> notes = new LinkedHashMap<>();
  private long opset;
  private boolean graphSeen;
  private int messages;

  private OnnxReader(String where, OnnxDataFiles beside) {
    this.where = where;
    this.beside = beside;
  }

  /**
   * @param file an ONNX file
   * @return what it holds
   * @throws InvalidInputException if it cannot be read: missing, truncated, foreign or damaged
   */
  public static OnnxGraph read(Path file) {
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 16) {
        throw new InvalidInputException(file + ": " + Files.size(file) + " bytes; an ONNX file ends at 2 GB");
      }
      return read(UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file)), file.toString(), new OnnxDataFiles(file));
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  private static OnnxGraph read(ByteString bytes, String where, OnnxDataFiles beside) {
    OnnxReader reader = new OnnxReader(where, beside);
    try {
      reader.model(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(where + ": not an ONNX file, or a damaged one: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(where + ": cannot be read: " + e, e);
    }
    if (!reader.graphSeen || reader.nodes.isEmpty() || reader.outputs.isEmpty()) {
      throw new InvalidInputException(where + ": not an ONNX file: it has no graph with nodes and an output");
    }
    reader.inputs.keySet().removeAll(reader.tensors.keySet());
    return new OnnxGraph(reader.opset, reader.nodes, reader.tensors, reader.inputs, reader.outputs, reader.notes);
  }

  private void model(ByteString bytes) throws IOException {
    for (Field field : WireFields.of(bytes, "Model")) {
      switch (field.name()) {
        case "graph" -> graph(field.bytes());
        case "opset_import" -> operatorSet(field.bytes());
        case "metadata_props" -> {
          count();
          String[] entry = entry(field.bytes());
          notes.put(entry[0], entry[1]);
        }
        default -> { }
      }
    }
  }

  private void graph(ByteString bytes) throws IOException {
    graphSeen = true;
    for (Field field : WireFields.of(bytes, "Graph")) {
      switch (field.name()) {
        case "node" -> nodes.add(node(field.bytes()));
        case "initializer" -> {
          OnnxTensor tensor = tensor(field.bytes());
          if (tensors.put(tensor.name(), tensor) != null) {
            throw new InvalidInputException(where + ": holds two tensors of the name '" + tensor.name() + "'; which of them is meant cannot be told");
          }
        }
        case "input" -> value(field.bytes(), true);
        case "output" -> value(field.bytes(), false);
        default -> { }
      }
    }
  }

  private OnnxNode node(ByteString bytes) throws IOException {
    count();
    String name = "";
    String type = "";
    String domain = "";
    List<String> in = new ArrayList<>();
    List<String> out = new ArrayList<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (Field field : WireFields.of(bytes, "Node")) {
      switch (field.name()) {
        case "name" -> name = field.text();
        case "op_type" -> type = field.text();
        case "domain" -> domain = field.text();
        case "input" -> in.add(field.text());
        case "output" -> out.add(field.text());
        case "attribute" -> attribute(field.bytes(), attributes);
        default -> { }
      }
      bound(in.size() + out.size(), MOST_LIST, "inputs and outputs of a node");
      bound(attributes.size(), MOST_ATTRIBUTES, "attributes of a node");
    }
    return new OnnxNode(name, domain.isEmpty() || domain.equals("ai.onnx") ? type : domain + "." + type, in, out, attributes);
  }

  private void attribute(ByteString bytes, Map<String, Object> attributes) throws IOException {
    count();
    String name = "";
    Object value = List.of();
    List<Object> list = new ArrayList<>();
    for (Field field : WireFields.of(bytes, "Attribute")) {
      switch (field.name()) {
        case "name" -> name = field.text();
        case "f" -> value = field.real();
        case "i" -> value = field.whole();
        case "s" -> value = field.text();
        case "t" -> value = tensor(field.bytes());
        case "floats" -> list.addAll(field.reals(MOST_LIST));
        case "ints" -> list.addAll(field.wholes(MOST_LIST));
        default -> { }
      }
      bound(list.size(), MOST_LIST, "numbers of an attribute");
    }
    if (attributes.put(name, list.isEmpty() ? value : List.copyOf(list)) != null) {
      throw new InvalidInputException(where + ": a node has the attribute '" + name + "' twice; which of them is meant cannot be told");
    }
  }

  private OnnxTensor tensor(ByteString bytes) throws IOException {
    count();
    String name = "";
    int type = 0;
    boolean elsewhere = false;
    Map<String, String> place = new LinkedHashMap<>();
    List<Long> shape = new ArrayList<>();
    ByteString raw = ByteString.EMPTY;
    ByteString packed = ByteString.EMPTY;
    for (Field field : WireFields.of(bytes, "Tensor")) {
      switch (field.name()) {
        case "name" -> name = field.text();
        case "data_type" -> type = (int) field.whole();
        case "dims" -> shape.addAll(field.wholes(8));
        case "raw_data" -> raw = field.bytes();
        case "float_data", "int32_data", "int64_data", "double_data" -> packed = packed.concat(field.bytes());
        case "data_location" -> elsewhere = field.whole() != 0;
        case "external_data" -> {
          String[] entry = entry(field.bytes());
          place.put(entry[0], entry[1]);
          bound(place.size(), MOST_ATTRIBUTES, "places of a tensor");
        }
        default -> { }
      }
      bound(shape.size(), 8, "axes of a tensor");
    }
    return elsewhere ? new OnnxTensor(name, type, shape, beside.bytes(name, place), ByteString.EMPTY) : new OnnxTensor(name, type, shape, raw, packed);
  }

  private void value(ByteString bytes, boolean input) throws IOException {
    count();
    String name = "";
    List<Long> shape = new ArrayList<>();
    for (Field field : WireFields.of(bytes, "Value")) {
      if (field.name().equals("name")) {
        name = field.text();
      } else if (field.name().equals("type")) {
        for (Field type : WireFields.of(field.bytes(), "Type")) {
          shape(type.name().equals("tensor_type") ? type.bytes() : ByteString.EMPTY, shape);
        }
      }
    }
    if (input) {
      if (inputs.put(name, shape) != null) {
        throw new InvalidInputException(where + ": has two inputs of the name '" + name + "'");
      }
    } else {
      outputs.add(name);
    }
  }

  private void shape(ByteString tensorType, List<Long> shape) throws IOException {
    for (Field field : WireFields.of(tensorType, "TensorType")) {
      for (Field dim : field.name().equals("shape") ? WireFields.of(field.bytes(), "TensorShape") : List.<Field>of()) {
        long size = -1;
        for (Field axis : dim.name().equals("dim") ? WireFields.of(dim.bytes(), "Dimension") : List.<Field>of()) {
          size = axis.name().equals("dim_value") ? axis.whole() : size;
        }
        shape.add(size);
        bound(shape.size(), 8, "axes of an input");
      }
    }
  }

  private void operatorSet(ByteString bytes) throws IOException {
    String domain = "";
    long version = 0;
    for (Field field : WireFields.of(bytes, "OperatorSet")) {
      if (field.name().equals("domain")) {
        domain = field.text();
      } else if (field.name().equals("version")) {
        version = field.whole();
      }
    }
    opset = domain.isEmpty() || domain.equals("ai.onnx") ? version : opset;
  }

  private static String[] entry(ByteString bytes) throws IOException {
    String[] entry = {"", ""};
    for (Field field : WireFields.of(bytes, "Entry")) {
      entry[field.name().equals("key") ? 0 : 1] = field.text();
    }
    return entry;
  }

  private void count() {
    bound(++messages, MOST_MESSAGES, "nodes, attributes and tensors");
  }

  private void bound(int found, int most, String what) {
    if (found > most) {
      throw new InvalidInputException(where + ": more than " + most + " " + what + "; no CNN has that many");
    }
  }
}
