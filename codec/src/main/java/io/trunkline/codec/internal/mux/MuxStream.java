package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;

/**
 * One stream of a multiplexed connection, as its multiplexer sees it.
 *
 * <p>A handle: ids come back after a close, objects do not. {@link StreamState} draws its life. Loop-confined, except
 * {@link #id}, {@link #type}, {@link #metadata} and {@link #isOurs}, which never change.
 */
public final class MuxStream {
    private final StreamControl.Create birth;
    private final boolean ours;
    private final Outflow out;
    private final Inflow in;
    private StreamState state = StreamState.OPEN;
    private boolean carriedData;
    private boolean held;

    private MuxStream(StreamControl.Create birth, boolean ours, Outflow out, Inflow in) {
        this.birth = birth;
        this.ours = ours;
        this.out = out;
        this.in = in;
    }

    static MuxStream ours(StreamControl.Create birth, MuxLimits limits) {
        int window = limits.streamWindow();
        return birth.hasWindow()
                ? new MuxStream(
                        birth,
                        true,
                        Outflow.withCredit(MuxLimits.INITIAL_CREDIT),
                        Inflow.afterGrant((int) birth.window(), window))
                : new MuxStream(birth, true, Outflow.unlimited(), Inflow.unlimited(window));
    }

    static MuxStream theirs(StreamControl.Create birth, MuxLimits limits) {
        return birth.hasWindow()
                ? new MuxStream(
                        birth, false, Outflow.withCredit(birth.window()), Inflow.afterInitial(MuxLimits.INITIAL_CREDIT))
                : new MuxStream(birth, false, Outflow.unlimited(), Inflow.unlimited(limits.streamWindow()));
    }

    /** The only place where the state changes. */
    void moveTo(StreamState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("stream " + id() + " cannot go from " + state + " to " + next);
        }
        state = next;
    }

    /**
     * Gives the number that stands in its frames.
     *
     * @return 1 to 4,294,967,295; unique among the open streams of its connection
     */
    public long id() {
        return birth.streamId();
    }

    /**
     * Names what the stream is for.
     *
     * @return as its creator said
     */
    public String type() {
        return birth.streamType();
    }

    /**
     * Gives what its creator said about it.
     *
     * @return a JSON object
     */
    public Payload metadata() {
        return birth.metadata();
    }

    /**
     * Tells which side opened it.
     *
     * @return true if we did
     */
    public boolean isOurs() {
        return ours;
    }

    /**
     * Tells where it is in its life.
     *
     * @return the present state
     */
    public StreamState state() {
        return state;
    }

    /**
     * Tells whether data may still arrive.
     *
     * @return false once it is closed, even if the peer has not answered yet
     */
    public boolean isLive() {
        return state.isLive();
    }

    /**
     * Counts the written bytes that wait for credit.
     *
     * @return 0 if everything went out
     */
    public long waitingBytes() {
        return out.waitingBytes();
    }

    /**
     * Tells how many bytes may be sent before the peer has to grant more.
     *
     * @return {@link Long#MAX_VALUE} where the two sides count no credit
     */
    public long credit() {
        return out.credit();
    }

    /**
     * Counts the delivered bytes that were not consumed.
     *
     * @return what the stream still holds of its window
     */
    public long unconsumed() {
        return in.unconsumed();
    }

    /**
     * Tells whether the two sides count credit on this stream.
     *
     * @return false for peers that do not know it
     */
    public boolean isCredited() {
        return out.isCredited();
    }

    Outflow out() {
        return out;
    }

    Inflow in() {
        return in;
    }

    void dataPassed(int bytes) {
        carriedData |= bytes > 0;
    }

    boolean carriedData() {
        return carriedData;
    }

    boolean isHeld() {
        return held;
    }

    void hold(boolean value) {
        held = value;
    }

    /** Shows the id and the state, not the type: that is the peer's text and may be hostile in a log. */
    @Override
    public String toString() {
        return "MuxStream[" + id() + (ours ? " ours " : " theirs ") + state + "]";
    }
}
