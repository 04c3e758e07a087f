package io.trunkline.server.internal.handler;

import io.trunkline.Call;
import org.jspecify.annotations.Nullable;

/** Calls a user's handler, whatever its shape: gives a result, or the stage of one. */
@FunctionalInterface
interface Invoker {
    @Nullable
    Object invoke(Object request, Call call) throws Exception;
}
