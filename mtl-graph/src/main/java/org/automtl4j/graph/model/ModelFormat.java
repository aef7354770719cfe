package org.automtl4j.graph.model;

import org.automtl4j.graph.model.internal.FinishedModel;
import org.automtl4j.graph.supermodel.SuperModel;

/** What a model can be written as, see {@link MultiTaskModel#export}. */
public enum ModelFormat {
  /** A zip that {@code ModelSerializer.restoreComputationGraph} and {@link MultiTaskModel#load} read; what {@link MultiTaskModel#save} writes. */
  DL4J;

  /**
   * Refuses, before anything is trained, what this format could not express afterwards.
   *
   * @param model a supermodel
   * @param height rows of the images that the finished model is made for
   * @param width columns of them
   * @throws org.automtl4j.graph.InvalidInputException if backbone or heads have something that the format has not; the message names the layer
   */
  public void check(SuperModel model, int height, int width) {
    switch (this) {
      case DL4J -> FinishedModel.checkExport(model, height, width);
    }
  }
}
