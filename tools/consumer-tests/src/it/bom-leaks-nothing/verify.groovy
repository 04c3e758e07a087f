def log = new File(basedir, 'build.log').text
assert log.contains("'dependencies.dependency.version' for org.slf4j:slf4j-api:jar is missing")
