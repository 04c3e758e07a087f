package io.trunkline.server.internal.file;

import io.trunkline.transport.internal.file.DiskLane;

/**
 * What a party has of its connection. Immutable.
 *
 * @param peer at the other end
 * @param lane its work's
 * @param replies where its answers go
 * @param binary whether chunks may travel without base64
 * @param maxChunk the largest chunk that fits a frame
 */
record FileLine(FilePeer peer, DiskLane lane, FileReplies replies, boolean binary, int maxChunk) {}
