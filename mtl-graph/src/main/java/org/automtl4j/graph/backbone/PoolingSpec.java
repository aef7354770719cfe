package org.automtl4j.graph.backbone;

/** What a pooling of a {@link BackboneBuilder} has besides its kernel: a stride of the kernel's size, no padding, sizes rounded down. */
public final class PoolingSpec {
  private final int kernel;
  private int stride;
  private int pad;
  private boolean ceil;

  PoolingSpec(int kernel) {
    this.kernel = kernel;
    this.stride = kernel;
  }

  /**
   * @param pixels step between windows, in pixels; without this call the kernel
   * @return this
   */
  public PoolingSpec stride(int pixels) {
    this.stride = pixels;
    return this;
  }

  /**
   * @param pixels padding on each side, at most half the kernel
   * @return this
   */
  public PoolingSpec pad(int pixels) {
    this.pad = pixels;
    return this;
  }

  /**
   * Rounds the output size up; a last window that would start in the right padding or beyond is dropped.
   *
   * @return this
   */
  public PoolingSpec ceil() {
    this.ceil = true;
    return this;
  }

  Pooling layer(String name, Pooling.Mode mode) {
    return new Pooling(name, mode, kernel, stride, pad, ceil, false);
  }
}
