/**
 * Models of the published AutoMTL code: how its files are read and what its names mean here.
 *
 * <p>A file of {@code torch.save} is a pickle: a program for a stack machine that can call anything Python can import. The machine here knows tensors,
 * dictionaries, lists, texts and numbers, and refuses every other name; it keeps the order of keys, and a file cannot make it use more memory or time than its
 * size allows for.
 */
package org.automtl4j.graph.model.published;
