package org.automtl4j.graph.swin;

import org.automtl4j.graph.network.View;

/** All blocks run for all tokens: the only view of a {@link SwinNetwork}. */
public record SwinView() implements View {

  @Override
  public String id() {
    return "static";
  }
}
