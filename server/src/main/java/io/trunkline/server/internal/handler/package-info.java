/**
 * Users' request handlers: which one answers, and what becomes of what it returns or throws.
 *
 * <p>Start with {@link io.trunkline.server.internal.handler.RouteTable}, then
 * {@link io.trunkline.server.internal.handler.Invocation}. Routes are immutable, invocations run once.
 */
@NullMarked
package io.trunkline.server.internal.handler;

import org.jspecify.annotations.NullMarked;
