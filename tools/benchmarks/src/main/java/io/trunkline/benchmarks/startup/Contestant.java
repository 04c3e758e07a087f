package io.trunkline.benchmarks.startup;

/** Who asks one question in a fresh process. */
enum Contestant {
    TRUNKLINE(TrunklineFirst.class),
    GRPC(GrpcFirst.class),
    LETTUCE(LettuceFirst.class);

    private final Class<?> main;

    Contestant(Class<?> main) {
        this.main = main;
    }

    /** A class of its own, so that a process loads only what its contestant needs. */
    Class<?> main() {
        return main;
    }
}
