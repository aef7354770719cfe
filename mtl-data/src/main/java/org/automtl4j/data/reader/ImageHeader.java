package org.automtl4j.data.reader;

/**
 * What a picture's header says.
 *
 * @param height rows
 * @param width columns
 * @param channels numbers of a pixel as {@link ImageFile#read} gives them: 1 for a palette
 * @param bits bits of a number: 1, 2, 4, 8 or 16
 * @param palette whether the numbers are indexes into a palette
 */
public record ImageHeader(int height, int width, int channels, int bits, boolean palette) {}
