/**
 * Who may come in, who they are, and what they may do.
 *
 * <p>Start with {@link io.trunkline.server.internal.admission.Grants}, what one peer may do. Thread-safe unless a class says
 * otherwise.
 */
@NullMarked
package io.trunkline.server.internal.admission;

import org.jspecify.annotations.NullMarked;
