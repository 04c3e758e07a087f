/** Ours, through its public face where there is one. */
@NullMarked
package io.trunkline.benchmarks.macro.ours;

import org.jspecify.annotations.NullMarked;
