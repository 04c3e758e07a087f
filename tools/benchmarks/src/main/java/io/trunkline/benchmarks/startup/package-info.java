/**
 * How long a fresh process takes to its first answer.
 *
 * <p>Start with {@link io.trunkline.benchmarks.startup.StartUp}.
 */
@NullMarked
package io.trunkline.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
