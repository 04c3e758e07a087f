package io.trunkline.testing;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/** The arrows of the house that must not exist. */
@AnalyzeClasses(packages = "io.trunkline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CODEC = "io.trunkline.codec..";
    private static final String TRANSPORT = "io.trunkline.transport..";
    private static final String SERVER = "io.trunkline.server..";
    private static final String CLIENT = "io.trunkline.client..";

    @ArchTest
    static final ArchRule clientNeverSeesServer = noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SERVER);

    @ArchTest
    static final ArchRule serverNeverSeesClient = noClasses()
            .that()
            .resideInAPackage(SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLIENT);

    @ArchTest
    static final ArchRule transportSeesNothingAboveIt = noClasses()
            .that()
            .resideInAPackage(TRANSPORT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER, CLIENT);

    @ArchTest
    static final ArchRule testHarnessSeesTransportOnly = noClasses()
            .that()
            .resideInAPackage("io.trunkline.testing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER, CLIENT);

    /** What tests event loops must not run on them: a fault of theirs would hide itself. */
    @ArchTest
    static final ArchRule faultProxySharesNoCodeWithWhatItTests = noClasses()
            .that()
            .resideInAPackage("io.trunkline.testing.internal.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TRANSPORT);

    @ArchTest
    static final ArchRule codecDoesNoIo = noClasses()
            .that()
            .resideInAnyPackage("io.trunkline", CODEC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "javax.net..",
                    "org.slf4j..",
                    "java.util.logging..",
                    TRANSPORT,
                    SERVER,
                    CLIENT);

    @ArchTest
    static final ArchRule codecStartsNoThreads = noClasses()
            .that()
            .resideInAnyPackage("io.trunkline", CODEC)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.concurrent\\.(Executor|ExecutorService|Executors|ForkJoinPool|Timer).*");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("io.trunkline.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule jacksonStaysInsideTheCodec = noClasses()
            .that()
            .resideOutsideOfPackages("io.trunkline", CODEC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..");

    @ArchTest
    static final ArchRule onlyTheExtensionAndTheTestCertificatesKnowBouncyCastle = noClasses()
            .that()
            .resideOutsideOfPackages("io.trunkline.tls.bouncycastle..", "io.trunkline.testing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule nobodyNamesTheExtension = noClasses()
            .that()
            .resideOutsideOfPackage("io.trunkline.tls.bouncycastle..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.trunkline.tls.bouncycastle..");

    @ArchTest
    static final ArchRule theExtensionSeesTransportOnly = noClasses()
            .that()
            .resideInAPackage("io.trunkline.tls.bouncycastle..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER, CLIENT, "io.trunkline.testing..");

    @ArchTest
    static final ArchRule noProviderIsEverInstalled = noClasses()
            .should()
            .callMethod(java.security.Security.class, "addProvider", java.security.Provider.class)
            .orShould()
            .callMethod(java.security.Security.class, "insertProviderAt", java.security.Provider.class, int.class);

    /** Wall clocks and reflective deserialisation are doors that stay shut: faults.md's traps, as a build check. */
    @ArchTest
    static final ArchRule noForbiddenCalls = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.util.UUID.class, "fromString", String.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream");

    /** Before JDK 24 a virtual thread that waits in a monitor keeps its carrier, and any thread keeps whoever wants in. */
    @ArchTest
    static final ArchRule nothingBlocksInAMonitor =
            noMethods().that().haveModifier(JavaModifier.SYNCHRONIZED).should(new MonitorRule());
}
