package org.automtl4j.data.dataset.synthetic.internal;

/**
 * A picture before the sensor, and what is known about each of its pixels. All arrays are row by row; those of three channels hold one channel after the other.
 *
 * @param height H
 * @param width W
 * @param colour [3, H, W] red, green, blue in 0..1, without noise
 * @param classes [H, W] ordinals of {@link SceneClass}
 * @param depth [H, W] metres along the optical axis
 * @param normal [3, H, W] unit vectors in the camera's frame that face the camera
 */
public record Rendering(int height, int width, float[] colour, float[] classes, float[] depth, float[] normal) {}
