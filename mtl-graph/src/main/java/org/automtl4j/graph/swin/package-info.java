/**
 * Swin transformers (Liu et al., ICCV 2021) as encoders of several scales: sizes ({@link org.automtl4j.graph.swin.SwinSpec}), structure
 * ({@link org.automtl4j.graph.swin.SwinEncoder}), and where the parameters of published files stand ({@link
 * org.automtl4j.graph.swin.SwinEntry}). The encoder is a function over a {@link org.automtl4j.graph.network.NetworkScope}; a network that
 * has more to say about a block than to run it passes a
 * {@link org.automtl4j.graph.swin.BlockPass}.
 */
package org.automtl4j.graph.swin;
