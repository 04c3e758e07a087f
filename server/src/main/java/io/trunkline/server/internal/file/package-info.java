/**
 * Files between connections and the disk: what the codec's state machines decide is carried out here.
 *
 * <pre>{@code
 * handler ─▶ FileFront ─▶ DiskLane (one connection's work, in order, on the blocking threads) ─▶ FileParty
 *                             └ pauses reading while too much waits        │ receiver: UploadParty ─▶ Uploads ─▶ Upload
 *                                                                          └ source:   DownloadParty ─▶ Downloads
 * stream  ─▶ UploadStream ─▶ DiskLane ─▶ ReceivingTransfer ─▶ UploadDisk ─▶ Uploads ─▶ Upload        (multiplexed)
 *         ─▶ DownloadStream ─▶ StreamedFile ─▶ DiskLane ─▶ Downloads
 * }</pre>
 *
 * <p>Start with {@link io.trunkline.server.internal.file.Uploads}. What one connection has is confined to its lane; what
 * connections share is thread-safe.
 */
@NullMarked
package io.trunkline.server.internal.file;

import org.jspecify.annotations.NullMarked;
