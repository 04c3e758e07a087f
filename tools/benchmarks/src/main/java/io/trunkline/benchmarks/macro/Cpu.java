package io.trunkline.benchmarks.macro;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The processor time of this process. */
final class Cpu {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Cpu() {}

    /** Nanos since its start, user and system, of all its threads. */
    static long ofThisProcess() {
        return SYSTEM.getProcessCpuTime();
    }
}
