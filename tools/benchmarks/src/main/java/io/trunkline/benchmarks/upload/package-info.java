/**
 * How fast a large file is received, and in how much heap.
 *
 * <p>Start with {@link io.trunkline.benchmarks.upload.Upload}.
 */
package io.trunkline.benchmarks.upload;
