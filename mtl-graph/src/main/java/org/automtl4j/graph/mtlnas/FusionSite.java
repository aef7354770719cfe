package org.automtl4j.graph.mtlnas;

/**
 * A place in a backbone behind which the tasks' features may be fused; the same in the copy of every task.
 *
 * @param index position among the sites, from 0
 * @param layer index of the backbone's layer whose output is fused
 * @param name that layer's name
 * @param channels channels of its output
 * @param stride how many pixels of the image lie between two of the map
 * @param group sites of the same group have maps of the same shape; without cross-group edges they are only connected with each other
 */
public record FusionSite(int index, int layer, String name, int channels, int stride, int group) {

  /** @return the site as files and messages call it, {@code <index>:<name>} */
  public String key() {
    return index + ":" + name;
  }
}
