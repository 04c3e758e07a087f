/**
 * The one data structure of routing: patterns in, everything that matches a topic out.
 *
 * <p>Start with {@link io.trunkline.server.internal.topic.TopicTrie}. Reads are lock-free, writes are serialised.
 */
@NullMarked
package io.trunkline.server.internal.topic;

import org.jspecify.annotations.NullMarked;
