package org.automtl4j.graph.model.published;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.npy.NumberType;

/** A name that a pickle may use, such as {@code torch.FloatStorage}: all there are, and no others. */
record Global(String module, String name) {
  private static final Map<String, NumberType> STORAGES = Map.of(
      "FloatStorage", NumberType.FLOAT32, "DoubleStorage", NumberType.FLOAT64, "HalfStorage", NumberType.FLOAT16, "BFloat16Storage", NumberType.BFLOAT16,
      "LongStorage", NumberType.INT64, "IntStorage", NumberType.INT32, "ShortStorage", NumberType.INT16, "CharStorage", NumberType.INT8,
      "ByteStorage", NumberType.UINT8, "BoolStorage", NumberType.BOOL);
  private static final Map<String, NumberType> TYPES = Map.ofEntries(
      Map.entry("float32", NumberType.FLOAT32), Map.entry("float64", NumberType.FLOAT64), Map.entry("float16", NumberType.FLOAT16),
      Map.entry("bfloat16", NumberType.BFLOAT16), Map.entry("int64", NumberType.INT64), Map.entry("int32", NumberType.INT32),
      Map.entry("int16", NumberType.INT16), Map.entry("int8", NumberType.INT8), Map.entry("uint8", NumberType.UINT8), Map.entry("bool", NumberType.BOOL),
      Map.entry("uint16", NumberType.UINT16), Map.entry("uint32", NumberType.UINT32), Map.entry("uint64", NumberType.UINT64));
  private static final Set<String> CALLABLE = Set.of("collections.OrderedDict", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2",
      "torch._utils._rebuild_tensor_v3", "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state", "torch.Size", "torch.device",
      "yacs.config.CfgNode", "__builtin__.set", "builtins.set", "_codecs.encode", "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar");

  static Global of(String module, String name) {
    Global global = new Global(module, name);
    if (!CALLABLE.contains(global.toString()) && global.storage().isEmpty() && global.type().isEmpty() && !global.isUntypedStorage()) {
      throw new PickleException("holds a " + shown(global.toString()) + ", but only tensors, dictionaries, lists, texts and numbers are read;"
          + " save the state_dict() alone, with torch.save(model.state_dict(), file)");
    }
    return global;
  }

  /** The type of the numbers in a storage, if this is a class of storages that have one. */
  Optional<NumberType> storage() {
    return Optional.ofNullable(module.equals("torch") || module.equals("torch.cuda") ? STORAGES.get(name) : null);
  }

  boolean isUntypedStorage() {
    return name.equals("UntypedStorage") && (module.equals("torch") || module.equals("torch.storage"));
  }

  /** The type of numbers, if this is the name of one, such as {@code torch.float32}. */
  Optional<NumberType> type() {
    return Optional.ofNullable(module.equals("torch") ? TYPES.get(name) : null);
  }

  /** Calls it, as the pickle asks. */
  Object call(List<?> arguments) {
    return switch (toString()) {
      case "collections.OrderedDict" -> orderedDict(arguments);
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> TensorBuilder.build(arguments, Optional.empty());
      case "torch._utils._rebuild_tensor_v3" -> TensorBuilder.build(arguments, TensorBuilder.typeArgument(arguments));
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" -> argument(arguments, 0, TorchTensor.class);
      case "torch.Size" -> argument(arguments, 0, PythonList.class);
      case "torch.device" -> argument(arguments, 0, String.class);
      case "yacs.config.CfgNode" -> new PythonDict();
      case "__builtin__.set", "builtins.set" -> arguments.isEmpty() ? new PythonList() : argument(arguments, 0, PythonList.class);
      case "_codecs.encode" -> NumPyScalar.bytes(argument(arguments, 0, String.class), argument(arguments, 1, String.class));
      case "numpy.dtype" -> new NumPyScalar.Type(argument(arguments, 0, String.class));
      case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> argument(arguments, 0, NumPyScalar.Type.class)
          .number(argument(arguments, 1, NumPyScalar.Bytes.class));
      default -> throw new PickleException("calls " + shown(toString()) + ", which cannot be called");
    };
  }

  private static PythonDict orderedDict(List<?> arguments) {
    PythonDict dict = new PythonDict();
    if (!arguments.isEmpty()) {
      for (Object pair : argument(arguments, 0, PythonList.class)) {
        if (!(pair instanceof PythonList entry) || entry.size() != 2) {
          throw new PickleException("fills an OrderedDict with something else than pairs");
        }
        dict.enter(entry.get(0), entry.get(1));
      }
    }
    return dict;
  }

  static <T> T argument(List<?> arguments, int index, Class<T> kind) {
    if (index >= arguments.size() || !kind.isInstance(arguments.get(index))) {
      throw new PickleException("calls a function with wrong arguments");
    }
    return kind.cast(arguments.get(index));
  }

  private static String shown(String name) {
    String printable = name.replaceAll("[^\\x20-\\x7E]", "?");
    return printable.length() > 100 ? printable.substring(0, 100) + "..." : printable;
  }

  @Override
  public String toString() {
    return module + "." + name;
  }
}
