/**
 * The figures of a server as Micrometer's meters.
 *
 * <p>Start with {@link io.trunkline.micrometer.ServerMetrics}. Meters are read on the registry's threads.
 */
@NullMarked
package io.trunkline.micrometer;

import org.jspecify.annotations.NullMarked;
