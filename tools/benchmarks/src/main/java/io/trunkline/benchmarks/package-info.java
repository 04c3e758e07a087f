/**
 * JMH measurements of the codec, each beside Netty doing the same work and a hand-written minimum, in one run.
 *
 * <p>Start with {@link io.trunkline.benchmarks.DecodeBenchmark}; {@code tools/benchmarks/run} runs them all.
 */
@NullMarked
package io.trunkline.benchmarks;

import org.jspecify.annotations.NullMarked;
