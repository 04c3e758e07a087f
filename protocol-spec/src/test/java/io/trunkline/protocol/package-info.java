/** Checks that the specification, the registry, the vectors and the conformance catalogue agree with each other. Start at {@link Specification}. */
@NullMarked
package io.trunkline.protocol;

import org.jspecify.annotations.NullMarked;
