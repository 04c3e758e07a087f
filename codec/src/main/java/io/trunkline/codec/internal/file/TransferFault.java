package io.trunkline.codec.internal.file;

/** Why a transfer is refused or ended, and how that is said on the wire. Immutable. */
public enum TransferFault {
    /** The name is illegal, or not a regular file's. */
    BAD_NAME("INVALID_REQUEST", "The file name is not allowed"),
    /** The size is illegal, over the limit, or more than what came. */
    BAD_SIZE("INVALID_REQUEST", "The file size is not allowed or not reached"),
    /** A chunk is repeated, skipped, malformed, of the wrong size, or the digest is wrong. */
    CHUNK_ERROR("INVALID_REQUEST", "The chunks do not make the announced file"),
    /** The id, channel or name is in use. */
    CONFLICT("INVALID_REQUEST", "The transfer or the file exists already"),
    /** Too many transfers are open. */
    LIMIT_EXCEEDED("SERVICE_UNAVAILABLE", "Too many transfers"),
    /** The receiver cannot store, or the source cannot read. */
    STORAGE("SERVICE_UNAVAILABLE", "The file cannot be stored or read"),
    /** No transfer of this id is open on this connection. */
    TRANSFER_NOT_FOUND("INVALID_REQUEST", "Transfer not found"),
    /** Nothing arrived for too long. */
    TIMEOUT("TIMEOUT", "The transfer made no progress", false),
    /** Another field is illegal. */
    INVALID_REQUEST("INVALID_REQUEST", "The transfer's parameters are not allowed", false);

    private final String code;
    private final String message;
    private final boolean finer;

    TransferFault(String code, String message) {
        this(code, message, true);
    }

    TransferFault(String code, String message, boolean finer) {
        this.code = code;
        this.message = message;
        this.finer = finer;
    }

    /**
     * Makes the error for a transfer.
     *
     * @param transferId names it
     * @return with this fault's code and, where it is finer, its name as the reason
     */
    public FileMessage.Failure about(String transferId) {
        return new FileMessage.Failure(transferId, message, code, finer ? name() : null);
    }
}
