package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;

/** A loop as its fan-out sees it. */
interface FanOutHome {
    /** Whether the caller is there. Thread-safe. */
    boolean isHere();

    /** Runs a task there, and answers false if the loop has ended. Thread-safe. */
    boolean tryRun(Runnable task);

    /**
     * Goes on with something once the loop has looked for what its sockets have brought; the loop's.
     *
     * @param ended runs instead, should the loop end first
     */
    void afterReading(Runnable next, Runnable ended);

    static FanOutHome of(EventLoop loop) {
        return new OnLoop(loop);
    }

    /** A real one. */
    final class OnLoop implements FanOutHome {
        private final EventLoop loop;

        private OnLoop(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public boolean isHere() {
            return loop.inLoop();
        }

        @Override
        public boolean tryRun(Runnable task) {
            return loop.tryExecute(task);
        }

        @Override
        public void afterReading(Runnable next, Runnable ended) {
            // Deadlines fire after sockets are read, and one that is due keeps the loop from sleeping.
            loop.schedule(
                    new Deadline() {
                        @Override
                        protected void onDeadline() {
                            next.run();
                        }

                        @Override
                        protected void onLoopEnded() {
                            ended.run();
                        }
                    },
                    loop.nanos());
        }
    }
}
