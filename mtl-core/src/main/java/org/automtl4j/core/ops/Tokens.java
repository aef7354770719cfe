package org.automtl4j.core.ops;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What transformers do with tokens [N, L, C]: move them, and let them attend to each other within windows. */
public final class Tokens {

  private Tokens() {}

  /**
   * Takes tokens in another order; some may be taken more than once, or not at all. Plans have gradients of it, SameDiff itself has none.
   *
   * @param x [N, L, C]
   * @param index which token comes where, INT32, a constant [K]
   * @return [N, K, C]
   */
  public static SDVariable take(SDVariable x, SDVariable index) {
    return x.getSameDiff().gather(x, index, 1);
  }

  /**
   * A bias for each head and each pair of tokens of a window, from a table of biases for distances.
   *
   * @param table [(2 w - 1)^2, heads], w the side of the window
   * @param index {@link WindowGrid#relativeIndex}, INT32, a constant [w^4]
   * @param window w
   * @return [1, heads, w^2, w^2]
   */
  public static SDVariable relativeBias(SDVariable table, SDVariable index, int window) {
    long n = (long) window * window;
    long heads = table.getShape()[1];
    SDVariable pairs = take(table.reshape(1, -1, heads), index); // [1, w^4, heads]
    return pairs.reshape(n, n, heads).permute(2, 0, 1).reshape(1, heads, n, n); // [1, heads, w^2, w^2]
  }

  /**
   * Attention of several heads within windows: softmax(scale q k' + bias + mask) v.
   *
   * @param qkv queries, keys and values of all heads, side by side, [rows, 3 C] where each n rows are a window
   * @param heads the heads; C is their number times their width
   * @param scale of the products of queries and keys
   * @param bias {@link #relativeBias}, [1, heads, n, n]
   * @param mask {@link WindowGrid#mask} where the windows of an image differ, a constant [windows, n, n]
   * @return [rows, C]
   */
  public static SDVariable attention(SDVariable qkv, Heads heads, double scale, SDVariable bias, Optional<SDVariable> mask) {
    SameDiff sd = qkv.getSameDiff();
    long n = heads.tokens();
    SDVariable parts = qkv.reshape(-1, n, 3, heads.count(), heads.width()).permute(2, 0, 3, 1, 4); // [3, B, heads, n, d]
    SDVariable q = part(parts, 0, heads).mul(scale); // [B, heads, n, d]
    SDVariable k = part(parts, 1, heads); // [B, heads, n, d]
    SDVariable v = part(parts, 2, heads); // [B, heads, n, d]
    SDVariable scores = sd.mmul(q, k, false, true, false).add(bias); // [B, heads, n, n]
    if (mask.isPresent()) {
      long windows = mask.get().getShape()[0];
      SDVariable images = scores.reshape(-1, windows, heads.count(), n, n); // [N, windows, heads, n, n]
      scores = images.add(mask.get().reshape(1, windows, 1, n, n)).reshape(-1, heads.count(), n, n); // [B, heads, n, n]
    }
    SDVariable attended = sd.mmul(sd.nn().softmax(scores, 3), v); // [B, heads, n, d]
    return attended.permute(0, 2, 1, 3).reshape(-1, (long) heads.count() * heads.width()); // [rows, C]
  }

  /**
   * The heads of an attention.
   *
   * @param count how many
   * @param width features of each
   * @param tokens tokens of a window
   */
  public record Heads(int count, int width, int tokens) {}

  private static SDVariable part(SDVariable parts, int which, Heads heads) {
    SDIndex all = SDIndex.all();
    SDVariable one = parts.get(SDIndex.interval(which, which + 1), all, all, all, all); // [1, B, heads, n, d]
    return one.reshape(-1, heads.count(), heads.tokens(), heads.width());
  }
}
