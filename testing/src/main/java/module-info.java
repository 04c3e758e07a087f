/**
 * What tests of code on Trunkline need.
 *
 * <p>Start at {@link io.trunkline.testing.FrameFormatContract} for a frame format of your own.
 */
module io.trunkline.testing {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;

    exports io.trunkline.testing;
}
