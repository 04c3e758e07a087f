/** Netty as an expert would write it: the peer to beat. */
@NullMarked
package io.trunkline.benchmarks.macro.netty;

import org.jspecify.annotations.NullMarked;
