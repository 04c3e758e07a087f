package io.trunkline.benchmarks.macro;

/** Puts one scenario's load on a server and measures it. Caller-confined. */
interface Load {
    /** Blocks until the load is over and everything that was asked for is answered. */
    Sample run(Dialer dialer, Scenario scenario, Phases phases) throws Exception;

    static Load of(Scenario scenario) {
        return switch (scenario.kind()) {
            case ECHO, STREAM -> new AsyncLoad();
            case BLOCKING -> new BlockingLoad();
            case IDLE -> new IdleLoad();
            case HANDSHAKE -> new HandshakeLoad();
            case FAN_OUT -> new FanOutLoad();
        };
    }
}
