package io.trunkline.transport.internal.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import org.jspecify.annotations.Nullable;

/** Answers whatever a seeded die says, in any order, and remembers every byte that it has taken and given. */
final class ScriptedEngine extends BareEngine {
    private final Random die;
    private final int stubbornness;
    final ByteArrayOutputStream plainTaken = new ByteArrayOutputStream();
    final ByteArrayOutputStream plainGiven = new ByteArrayOutputStream();
    final ByteArrayOutputStream cipherTaken = new ByteArrayOutputStream();
    final ByteArrayOutputStream cipherGiven = new ByteArrayOutputStream();
    private HandshakeStatus status = HandshakeStatus.NEED_UNWRAP;
    private boolean outputEnding;
    int calls;

    /**
     * Rolls its answers.
     *
     * @param stubbornness of ten calls, how many move nothing
     */
    ScriptedEngine(long seed, boolean client, int stubbornness) {
        super(client, "TLSv1.3");
        this.die = new Random(seed);
        this.stubbornness = stubbornness;
    }

    @Override
    public void beginHandshake() {}

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return status;
    }

    private SSLEngineResult roll(Status answer, int consumed, int produced) {
        HandshakeStatus[] all = HandshakeStatus.values();
        status = all[die.nextInt(all.length)];
        return new SSLEngineResult(answer, status, consumed, produced);
    }

    private Status idleAnswer() {
        Status[] all = {Status.OK, Status.BUFFER_OVERFLOW, Status.BUFFER_UNDERFLOW};
        return all[die.nextInt(all.length)];
    }

    private boolean isStubborn() {
        calls++;
        return die.nextInt(10) < stubbornness;
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        calls++;
        if (status != HandshakeStatus.NEED_TASK || isStubborn()) {
            return null;
        }
        return () -> status = HandshakeStatus.NOT_HANDSHAKING;
    }

    @Override
    SSLEngineResult wrap(ByteBuffer plain, ByteBuffer out, int ignored) {
        if (isStubborn()) {
            return roll(idleAnswer(), 0, 0);
        }
        if (outputEnding || die.nextInt(200) == 0) {
            return roll(Status.CLOSED, 0, 0);
        }
        byte[] taken = new byte[Math.min(plain.remaining(), 1 + die.nextInt(100))];
        byte[] given = new byte[1 + die.nextInt(200)];
        if (given.length > out.remaining()) {
            return roll(Status.BUFFER_OVERFLOW, 0, 0);
        }
        plain.get(taken);
        die.nextBytes(given);
        out.put(given);
        plainTaken.writeBytes(taken);
        cipherGiven.writeBytes(given);
        return roll(Status.OK, taken.length, given.length);
    }

    @Override
    SSLEngineResult unwrap(ByteBuffer in, ByteBuffer plain, int ignored) {
        if (isStubborn()) {
            return roll(idleAnswer(), 0, 0);
        }
        byte[] taken = new byte[in.remaining()];
        in.get(taken);
        cipherTaken.writeBytes(taken);
        if (die.nextInt(200) == 0) {
            return roll(Status.CLOSED, taken.length, 0);
        }
        byte[] given = new byte[die.nextInt(taken.length)];
        die.nextBytes(given);
        plain.put(given);
        plainGiven.writeBytes(given);
        return roll(Status.OK, taken.length, given.length);
    }

    @Override
    public void closeOutbound() {
        outputEnding = true;
    }

    @Override
    public boolean isOutboundDone() {
        return outputEnding && die.nextBoolean();
    }
}
