/** RSocket over TCP, as its own documents show it. */
@NullMarked
package io.trunkline.benchmarks.macro.rsocket;

import org.jspecify.annotations.NullMarked;
