/**
 * The {@code trunkline} command.
 *
 * <p>Start with {@link io.trunkline.cli.Main}; every command is a class of its own. Commands run on the main thread and
 * end with an exit code: 0 done, 1 failed, 2 wrong arguments.
 */
@NullMarked
package io.trunkline.cli;

import org.jspecify.annotations.NullMarked;
