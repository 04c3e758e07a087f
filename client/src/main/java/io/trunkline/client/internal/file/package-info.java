/**
 * Files over the frames of a client: what the codec's state machines decide is carried out here.
 *
 * <pre>{@code
 * frame ─▶ FileTransfers ─▶ DiskLane (one connection's work, in order, on the blocking threads) ─▶ UploadJob, DownloadJob
 *              └ not about a transfer of ours: the user's                                        └▶ RunningTransfer: the user's
 * }</pre>
 *
 * <p>Start with {@link io.trunkline.client.internal.file.FileTransfers}. What one connection has is confined to its lane.
 */
@NullMarked
package io.trunkline.client.internal.file;

import org.jspecify.annotations.NullMarked;
