/**
 * What a server counts, logs and tells about itself.
 *
 * <p>Start with {@link io.trunkline.server.internal.observe.Observation}. Thread-safe throughout; nothing here runs for each
 * frame, and users' observers are only ever called on workers.
 */
@NullMarked
package io.trunkline.server.internal.observe;

import org.jspecify.annotations.NullMarked;
