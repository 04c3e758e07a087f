/**
 * Event loops, sockets, outbound queues and deadlines; exported to Trunkline's own modules only.
 *
 * <p>Start with {@link io.trunkline.transport.internal.EventLoop}, whose turn is the whole story, then
 * {@link io.trunkline.transport.internal.TcpConnection}. A class is confined to its loop unless it says otherwise.
 */
@NullMarked
package io.trunkline.transport.internal;

import org.jspecify.annotations.NullMarked;
