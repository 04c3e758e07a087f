/**
 * What {@code system.metrics} shows: totals, rates over an interval, and the machine's own figures.
 *
 * <p>Start with {@link io.trunkline.server.internal.metrics.Metrics}. Thread-safe.
 */
@NullMarked
package io.trunkline.server.internal.metrics;

import org.jspecify.annotations.NullMarked;
