/** What the shape allows: bare {@code java.nio}, one selector, no limits, no deadlines. */
@NullMarked
package io.trunkline.benchmarks.macro.minimum;

import org.jspecify.annotations.NullMarked;
