package io.trunkline.transport.internal;

/** A {@link io.trunkline.transport.FrameConnection} of ours, as our own modules see it: with its loop. Thread-safe. */
public interface LoopBound extends RefusingConnection, WatchedConnection {}
