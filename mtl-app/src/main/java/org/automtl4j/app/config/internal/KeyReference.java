package org.automtl4j.app.config.internal;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.automtl4j.app.config.MethodConfig;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.Preset;
import org.automtl4j.core.config.Variant;
import org.automtl4j.train.method.Method;

/** Writes the reference page of all keys, in Markdown. */
public final class KeyReference {
  private final StringBuilder out = new StringBuilder();
  /** Where each kind of variant section occurs. */
  private final Map<Class<?>, Set<String>> variants = new LinkedHashMap<>();

  private final List<Method<?>> methods;

  private KeyReference(List<Method<?>> methods) {
    this.methods = methods;
  }

  /**
   * @param root the record of all keys
   * @param methods whose settings it has
   * @param introduction what stands before the tables
   * @return the page
   */
  public static String write(Class<? extends Record> root, List<Method<?>> methods, String introduction) {
    KeyReference page = new KeyReference(methods);
    page.out.append(introduction).append('\n');
    page.table(root, "");
    page.sections(root, "");
    page.variants.forEach(page::variant);
    return page.out.toString();
  }

  private void table(Class<?> record, String path) {
    if (Schema.components(record).isEmpty()) {
      out.append("No further keys.\n");
      return;
    }
    out.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (RecordComponent component : Schema.components(record)) {
      Key key = Schema.key(component);
      Type type = type(component);
      boolean optional = component.getType() == Optional.class;
      String none = optional ? "none" : "**required**";
      String fallback = Schema.defaultOf(component).map(text -> text.equals("{}") ? "see below" : "`" + text + "`").orElse(none);
      out.append("| `").append(component.getName()).append("` | ").append(cell(describe(type, key))).append(" | ").append(cell(fallback)).append(" | ")
          .append(cell(key.value())).append(" |\n");
      Class<?> raw = Schema.raw(type) == List.class ? Schema.raw(Schema.argument(type)) : Schema.raw(type);
      if (Schema.isVariants(raw)) {
        variants.computeIfAbsent(raw, r -> new LinkedHashSet<>()).add(path + component.getName());
      }
    }
  }

  private void sections(Class<?> record, String path) {
    sections(record, path, "");
  }

  private void sections(Class<?> record, String path, String of) {
    for (RecordComponent component : Schema.components(record)) {
      Type type = type(component);
      boolean list = Schema.raw(type) == List.class;
      Class<?> raw = list ? Schema.raw(Schema.argument(type)) : Schema.raw(type);
      if (raw == MethodConfig.class) {
        methods(path + component.getName(), Schema.key(component));
      } else if (raw.isRecord()) {
        String name = path + component.getName() + (list ? "[]" : "");
        out.append("\n## `").append(name).append('`').append(of).append("\n\n").append(Schema.key(component).value()).append("\n\n");
        Schema.presetName(raw).ifPresent(preset -> out.append("`").append(component.getName()).append(": ").append(preset).append("` is short for `")
            .append(raw.getAnnotation(Preset.class).section()).append("`.\n\n"));
        table(raw, name + ".");
        sections(raw, name + ".", of);
      }
    }
  }

  /** Each method, with the keys that stand beside its name. */
  private void methods(String path, Key key) {
    out.append("\n## `").append(path).append("`\n\n").append(key.value()).append(" `").append(path).append(": NAME` is short for `").append(path)
        .append(": {name: NAME}`, and without the section the method is `").append(MethodConfig.USUAL).append("`.\n");
    for (Method<?> method : methods) {
      out.append("\n### `").append(path).append(": {name: ").append(method.name()).append("}`\n\n").append(method.description()).append("\n\n");
      table(method.settings(), path + ".");
    }
    for (Method<?> method : methods) {
      sections(method.settings(), path + ".", " of `" + method.name() + "`");
    }
  }

  private void variant(Class<?> type, Set<String> paths) {
    String key = Schema.variantKey(type);
    out.append("\n## ").append(paths.stream().map(p -> "`" + p + "`").collect(Collectors.joining(", "))).append('\n');
    Schema.variants(type).forEach((name, record) -> {
      out.append("\n### `").append(key).append(": ").append(name).append("`\n\n").append(record.getAnnotation(Variant.class).description()).append("\n\n");
      table(record, paths.iterator().next() + ".");
    });
  }

  private static Type type(RecordComponent component) {
    return component.getType() == Optional.class ? Schema.argument(component.getGenericType()) : component.getGenericType();
  }

  private static String describe(Type type, Key key) {
    Class<?> raw = Schema.raw(type);
    if (raw == List.class) {
      Class<?> element = Schema.raw(Schema.argument(type));
      String count = key.size() >= 0 ? key.size() + " elements" : key.size() == -2 ? "at least one element" : "any number of elements";
      return "a list of " + count + (element.isRecord() ? ", see below" : ", each " + Scalars.allowed(element, key));
    }
    return raw.isRecord() ? Schema.presetName(raw).map(name -> name + " or a section").orElse("a section") : Scalars.allowed(raw, key);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
