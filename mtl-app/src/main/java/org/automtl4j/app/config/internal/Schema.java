package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.OtherKey;
import org.automtl4j.core.config.Preset;
import org.automtl4j.core.config.Variant;
import org.automtl4j.core.config.VariantKey;

/** Reads the annotations of configuration records. */
final class Schema {
  private Schema() {}

  static Key key(RecordComponent component) {
    return Optional.ofNullable(component.getAnnotation(Key.class))
        .or(() -> Arrays.stream(component.getAnnotations()).map(a -> a.annotationType().getAnnotation(Key.class)).filter(Objects::nonNull).findFirst())
        .orElseThrow(() -> new IllegalStateException(component.getDeclaringRecord().getSimpleName() + "." + component.getName() + " has no @Key"));
  }

  /** The default of a key, in YAML: its own, or that of its record's {@code defaults()}. */
  static Optional<String> defaultOf(RecordComponent component) {
    String own = key(component).byDefault();
    return own.isEmpty() ? defaults(component.getDeclaringRecord()).flatMap(all -> YamlWriter.value(value(all, component))) : Optional.of(own);
  }

  private static Optional<Object> defaults(Class<?> record) {
    Optional<Method> method = Arrays.stream(record.getDeclaredMethods()).filter(m -> m.getName().equals("defaults") && m.getParameterCount() == 0).findFirst();
    try {
      return method.isPresent() ? Optional.of(method.get().invoke(null)) : Optional.empty();
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read the defaults of " + record, e);
    }
  }

  static List<String> names(Class<?> record) {
    return components(record).stream().map(RecordComponent::getName).toList();
  }

  /** The components that are keys. */
  static List<RecordComponent> components(Class<?> record) {
    return Arrays.stream(record.getRecordComponents()).filter(component -> !component.isAnnotationPresent(OtherKey.class)).toList();
  }

  /** The raw class of a type. */
  static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
  }

  /** The T of {@code Optional<T>} or {@code List<T>}. */
  static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  static boolean isVariants(Class<?> type) {
    return type.isSealed() && type.isInterface();
  }

  static String variantKey(Class<?> variants) {
    return variants.getAnnotation(VariantKey.class).value();
  }

  /** The records of a sealed interface by the names that configurations use, in the order of their declaration. */
  static Map<String, Class<?>> variants(Class<?> variants) {
    Map<String, Class<?>> map = new LinkedHashMap<>();
    for (Class<?> variant : variants.getPermittedSubclasses()) {
      map.put(variant.getAnnotation(Variant.class).value(), variant);
    }
    return map;
  }

  /** The name that may stand in place of a record's section. */
  static Optional<String> presetName(Class<?> record) {
    return Optional.ofNullable(record.getAnnotation(Preset.class)).map(Preset::value);
  }

  /** The section that a preset's name stands for; empty where the node is no such name. */
  static Optional<JsonNode> preset(Class<?> record, JsonNode node) {
    return presetName(record).filter(name -> node.isTextual() && node.asText().equalsIgnoreCase(name))
        .map(name -> YamlText.parse(record.getAnnotation(Preset.class).section(), "preset " + name));
  }

  /** What a component of a record holds. */
  static Object value(Object record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true); // a method's settings need not be public
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
