/**
 * Who is in which room, apart from connections and bytes.
 *
 * <p>Start with {@link io.trunkline.server.internal.room.RoomTable}. Thread-safe.
 */
@NullMarked
package io.trunkline.server.internal.room;

import org.jspecify.annotations.NullMarked;
