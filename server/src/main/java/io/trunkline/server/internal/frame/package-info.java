/**
 * Listeners that speak frames instead of broker messages.
 *
 * <p>Start with {@link io.trunkline.server.internal.frame.FrameDoor}. Logics are confined to their loop, handlers run where
 * the listener says.
 */
@NullMarked
package io.trunkline.server.internal.frame;

import org.jspecify.annotations.NullMarked;
