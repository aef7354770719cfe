/**
 * AdaMTL (Neseem, Agiza, Reda, CVPRW 2023): a Swin encoder for all tasks, a small decoder for each, and controllers that decide for every image which blocks
 * run and which tokens go through a block's MLP. Everything random is fed; what a mask decides is exposed by name, for losses and reports.
 */
package org.automtl4j.graph.adamtl;
