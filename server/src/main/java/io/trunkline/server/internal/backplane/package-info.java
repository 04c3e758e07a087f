/**
 * What crosses from one server to others, and the backplane of servers in one process.
 *
 * <p>Start with {@link io.trunkline.server.Backplane}. Thread-safe.
 */
@NullMarked
package io.trunkline.server.internal.backplane;

import org.jspecify.annotations.NullMarked;
