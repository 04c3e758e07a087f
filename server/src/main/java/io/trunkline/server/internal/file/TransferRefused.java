package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.TransferFault;
import org.jspecify.annotations.Nullable;

/** Says why a file is not taken or given; it is answered, never logged as a failure of ours. Immutable. */
final class TransferRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TransferFault fault;

    TransferRefused(TransferFault fault) {
        this(fault, null);
    }

    TransferRefused(TransferFault fault, @Nullable Throwable cause) {
        super(fault.name(), cause, false, false);
        this.fault = fault;
    }

    TransferFault fault() {
        return fault;
    }
}
