package io.trunkline.server.internal.admission;

import io.trunkline.server.Authenticator;

/** An authenticator of ours that never blocks, and so is asked on the event loop. */
public interface Immediate extends Authenticator {}
