package io.trunkline.server.internal.broker;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerLoadTest {
    private final ServerLoad load = new ServerLoad(2);

    @Test
    void boundAndNoMoreRunAtOnceAndARefusedOneHasNeverBegun() {
        assertThat(load.tryBegin()).isTrue();
        assertThat(load.tryBegin()).isTrue();
        assertThat(load.tryBegin()).isFalse();
        assertThat(load.running()).isEqualTo(2);
        assertThat(load.begun()).isEqualTo(2);
        load.end();
        assertThat(load.tryBegin()).isTrue();
        assertThat(load.running()).isEqualTo(2);
        assertThat(load.begun()).isEqualTo(3);
    }

    @Test
    void lastOneToEndCompletesTheWaitForIdle() {
        load.tryBegin();
        load.tryBegin();
        CompletableFuture<Void> idle = load.idle();
        load.end();
        assertThat(idle).isNotDone();
        load.end();
        assertThat(idle).isDone();
        assertThat(load.begun()).isEqualTo(2);
    }
}
