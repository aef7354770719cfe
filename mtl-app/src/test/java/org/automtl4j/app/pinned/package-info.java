/** What was released stays: files that earlier versions wrote are gone on from, to the same numbers. */
package org.automtl4j.app.pinned;
