/**
 * Measures whole conversations: a server and a client in processes of their own, ours and the peers' in the same rounds.
 *
 * <p>Start at {@link io.trunkline.benchmarks.macro.Macro}: it starts a {@link io.trunkline.benchmarks.macro.ServerMain} and a
 * {@link io.trunkline.benchmarks.macro.ClientMain} for each cell of {@link io.trunkline.benchmarks.macro.Scenario} and
 * {@link io.trunkline.benchmarks.macro.Peer}. A peer's callbacks run on its one event loop.
 */
@NullMarked
package io.trunkline.benchmarks.macro;

import org.jspecify.annotations.NullMarked;
