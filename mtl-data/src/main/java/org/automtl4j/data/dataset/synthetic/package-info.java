/** Rendered rooms with exact labels: data that needs no download, for demonstrations and tests. */
package org.automtl4j.data.dataset.synthetic;
