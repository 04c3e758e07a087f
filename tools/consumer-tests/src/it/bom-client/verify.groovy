// What the client drags in is a figure that the README prints: 7 jars, 3.3 MB.
def closure = new File(basedir, 'target/closure').listFiles()
def names = closure*.name.collect { it.replaceAll(/-\d.*/, '') }.sort()
assert names == ['jackson-annotations', 'jackson-core', 'jackson-databind', 'slf4j-api',
                 'trunkline-client', 'trunkline-codec', 'trunkline-transport']
assert closure*.length().sum() < 3_500_000
