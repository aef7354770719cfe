/**
 * Pictures of cameras and telephones for those who have no more than the core: png and jpeg through Java's own readers, upright as their cameras note it, in bounded time and memory.
 */
package org.automtl4j.core.image;
