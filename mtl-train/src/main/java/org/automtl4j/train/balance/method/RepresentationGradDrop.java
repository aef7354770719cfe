package org.automtl4j.train.balance.method;


/**
 * GradDrop as published, on one representation Z that all tasks' heads read: S_t is the sum over the batch of g_t sign(Z), and a feature's purity, draw and masks are as in {@link GradDrop} with S for the gradients. It needs one
 * common representation, so that it is no {@code balancing} of a run; networks of one's own that have such a representation can use it.
 */
public final class RepresentationGradDrop {
  private RepresentationGradDrop() {}

  /**
   * @param representation Z, [B][F]
   * @param gradients of Z by task, [T][B][F]
   * @param uniform one number of [0, 1) a feature, [F]
   * @param leak in [0, 1]
   * @return the gradient of Z, [B][F]
   */
  public static double[][] combine(double[][] representation, double[][][] gradients, double[] uniform, double leak) {
    int features = uniform.length;
    double[][] signed = new double[gradients.length][features];
    double[] sum = new double[features];
    double[] size = new double[features];
    for (int t = 0; t < gradients.length; t++) {
      for (int f = 0; f < features; f++) {
        for (int b = 0; b < representation.length; b++) {
          signed[t][f] += gradients[t][b][f] * Math.signum(representation[b][f]);
        }
        sum[f] += signed[t][f];
        size[f] += Math.abs(signed[t][f]);
      }
    }
    double[][] combined = new double[representation.length][features];
    for (int t = 0; t < gradients.length; t++) {
      for (int f = 0; f < features; f++) {
        double share = GradDrop.kept(sum[f], size[f], signed[t][f], uniform[f], leak);
        for (int b = 0; b < representation.length; b++) {
          combined[b][f] += share * gradients[t][b][f];
        }
      }
    }
    return combined;
  }
}
