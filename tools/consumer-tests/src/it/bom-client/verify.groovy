// What the client drags in is printed here, and claimed by the README: both say the same.
def closure = new File(basedir, 'target/closure').listFiles().sort { it.name }
def bytes = closure*.length().sum()
closure.each { println "${it.length().toString().padLeft(10)} ${it.name}" }
println "${bytes.toString().padLeft(10)} bytes in ${closure.size()} jars"

def names = closure*.name.collect { it.replaceAll(/-\d.*/, '') }
assert names == ['jackson-annotations', 'jackson-core', 'jackson-databind', 'slf4j-api',
                 'trunkline-client', 'trunkline-codec', 'trunkline-transport']

def readme = new File(basedir, '../../../../../README.md').text
def claim = readme =~ /`trunkline-client` brings (\d+) jars, (\d+\.\d) MB/
assert claim.find(): 'the README says what the client brings'
assert claim.group(1) as int == closure.size()
assert claim.group(2) == String.format(Locale.ROOT, '%.1f', bytes / 1e6)
