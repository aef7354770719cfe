/**
 * Not API: the ray caster. A {@link org.automtl4j.data.dataset.synthetic.internal.SceneGenerator} draws a scene, a {@link
 * org.automtl4j.data.dataset.synthetic.internal.Renderer} turns it into an image and labels. Everything lives in the camera's frame (x right, y down, z
 * along the optical axis, metres; the camera is at the origin), so that depths and normals need no conversion.
 */
package org.automtl4j.data.dataset.synthetic.internal;
