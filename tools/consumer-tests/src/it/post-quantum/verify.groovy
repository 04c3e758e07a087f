// The versions that the extension asks for, not those that Bouncy Castle's TLS would pull: docs/adr/0011.
def bouncyCastle = new File(basedir, 'target/closure').listFiles()*.name.findAll { it.startsWith('bc') }.sort()
assert bouncyCastle == ['bcpkix-jdk18on-1.86.jar', 'bcprov-jdk18on-1.86.jar', 'bctls-jdk18on-1.84.jar',
                        'bcutil-jdk18on-1.86.jar']
