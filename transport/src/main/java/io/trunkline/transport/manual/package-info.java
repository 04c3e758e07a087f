/**
 * The hand-driven doubles of this module: a loop that a test turns, a clock that it sets, a socket that it plays.
 *
 * <p>For our own modules. Caller-confined, unless a class says otherwise.
 */
@NullMarked
package io.trunkline.transport.manual;

import org.jspecify.annotations.NullMarked;
