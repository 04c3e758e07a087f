/**
 * What a running server is made of, below its public face.
 *
 * <p>Start with {@code io.trunkline.server.RunningServer}, which holds these parts together;
 * {@link io.trunkline.server.internal.Drain} ends them. Thread-safe unless a class says otherwise.
 */
@NullMarked
package io.trunkline.server.internal;

import org.jspecify.annotations.NullMarked;
