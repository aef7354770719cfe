/**
 * NYUv2 as the authors of NDDR-CNN and MTL-NAS lay it out and change it: list files, classes and normals as pictures, a mean colour, and an augmentation that
 * works as Pillow does.
 */
package org.automtl4j.data.dataset.nddr;
