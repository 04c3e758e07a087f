/**
 * What tests of code on Trunkline need.
 *
 * <p>Start with {@link io.trunkline.testing.FrameFormatContract}, which tries a frame format of your own in every way that a
 * connection would. Caller-confined, and free of any test framework: what fails is an {@link AssertionError}.
 */
@NullMarked
package io.trunkline.testing;

import org.jspecify.annotations.NullMarked;
