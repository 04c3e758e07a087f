/** JSON bodies, the same for every peer: as a tree, as a record, or as bytes that nobody looks into. */
@NullMarked
package io.trunkline.benchmarks.macro.json;

import org.jspecify.annotations.NullMarked;
