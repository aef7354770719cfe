/**
 * How a training sample is changed at random, picture and labels alike: scaled, mirrored, cropped, its colours shaken. The numbers that are drawn ({@link
 * org.automtl4j.data.augmentation.Draws}) are kept apart from what follows from them ({@link org.automtl4j.data.augmentation.Framing}), so that a test can
 * give them. Data sets use this room; it knows none.
 */
package org.automtl4j.data.augmentation;
