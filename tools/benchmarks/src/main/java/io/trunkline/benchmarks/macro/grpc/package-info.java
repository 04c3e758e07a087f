/** gRPC with messages of our own making instead of generated ones: what many would take without looking further. */
@NullMarked
package io.trunkline.benchmarks.macro.grpc;

import org.jspecify.annotations.NullMarked;
