/**
 * Ready-made connection handlers, for trying things out and as examples of how one is written.
 *
 * <p>Start with {@link io.trunkline.server.apps.EchoApps}. Each factory is thread-safe; each handler it makes belongs to one
 * connection.
 */
@NullMarked
package io.trunkline.server.apps;

import org.jspecify.annotations.NullMarked;
