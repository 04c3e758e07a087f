#!/bin/sh
# Makes the fixtures of this directory anew; see README.md. Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
DAYS=10957 # 30 years

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

# leaf NAME KEY SUBJECT EXTENSIONS [more options of openssl x509]
leaf() {
    name=$1; key=$2; subject=$3; extensions=$4; shift 4
    openssl req -new -key "$key" -subj "$subject" -out "$name.csr" 2>/dev/null
    printf "$extensions" > "$name.ext"
    openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -days "$DAYS" -extfile "$name.ext" "$@" \
        -set_serial "0x$(openssl rand -hex 8)" -out "$name.pem" 2>/dev/null
    rm "$name.csr" "$name.ext"
}

LOCAL="subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\n"

key ca.key
openssl req -x509 -new -key ca.key -subj "/CN=Trunkline Test CA" -days "$DAYS" -out ca.pem
key other-ca.key
openssl req -x509 -new -key other-ca.key -subj "/CN=Trunkline Other CA" -days "$DAYS" -out other-ca.pem
rm other-ca.key

key server.key
leaf server server.key "/CN=server" "${LOCAL}extendedKeyUsage=serverAuth"
openssl pkey -in server.key -traditional -out server-sec1.key
openssl pkcs8 -topk8 -in server.key -passout pass:secret -out server-encrypted.key
openssl pkcs12 -export -in server.pem -inkey server.key -name server -passout pass:secret -out server.p12

leaf client server.key "/CN=alice/O=Example" "extendedKeyUsage=clientAuth\nsubjectAltName=email:alice@example.com,URI:spiffe://example.com/alice\n"
leaf subject-only server.key "/CN=bob/O=Example" "extendedKeyUsage=clientAuth\n"
leaf names server.key "/CN=common.example.com" \
    "subjectAltName=DNS:Host.Example.com,DNS:*.wild.example.com,DNS:*.com,DNS:a*.part.example.com,DNS:10.0.0.7,DNS:xn--bcher-kva.example.com,IP:10.0.0.5,IP:2001:db8::1\n"
leaf common-name server.key "/CN=host.example.com" "keyUsage=digitalSignature\n"
# One DNS entry with a NUL in it: host.example.com\0.evil.example
leaf nul server.key "/CN=nul" \
    "2.5.29.17=DER:30:1f:82:1d:68:6f:73:74:2e:65:78:61:6d:70:6c:65:2e:63:6f:6d:00:2e:65:76:69:6c:2e:65:78:61:6d\n"
leaf sha1 server.key "/CN=sha1" "$LOCAL" -sha1

openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key 2>/dev/null
leaf rsa rsa.key "/CN=rsa" "$LOCAL"
openssl pkey -in rsa.key -traditional -out rsa-pkcs1.key
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out weak.key 2>/dev/null
leaf weak weak.key "/CN=weak" "$LOCAL"
openssl genpkey -algorithm ed25519 -out ed25519.key
leaf ed25519 ed25519.key "/CN=ed25519" "$LOCAL"

# Expired in 2020, valid from 2050 on.
for when in expired:20190101000000Z:20200101000000Z not-yet:20500101000000Z:20510101000000Z; do
    name=${when%%:*}; dates=${when#*:}
    mkdir -p ca.tmp; : > ca.tmp/index.txt; echo 01 > ca.tmp/serial
    printf "[ca]\ndefault_ca=d\n[d]\ndatabase=ca.tmp/index.txt\nserial=ca.tmp/serial\nnew_certs_dir=ca.tmp\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\n$LOCAL" > ca.tmp/ca.cnf
    openssl req -new -key server.key -subj "/CN=$name" -out ca.tmp/csr 2>/dev/null
    openssl ca -batch -notext -config ca.tmp/ca.cnf -cert ca.pem -keyfile ca.key -in ca.tmp/csr \
        -startdate "${dates%%:*}" -enddate "${dates##*:}" -out "$name.pem" 2>/dev/null
    rm -r ca.tmp
done

# A chain of three: leaf, intermediate, root.
key intermediate.key
leaf intermediate intermediate.key "/CN=Trunkline Test Intermediate" "basicConstraints=critical,CA:true\n"
openssl req -new -key server.key -subj "/CN=chained" -out chained.csr
printf "$LOCAL" > chained.ext
openssl x509 -req -in chained.csr -CA intermediate.pem -CAkey intermediate.key -days "$DAYS" -extfile chained.ext \
    -set_serial 0x77 -out chained-leaf.pem 2>/dev/null
cat chained-leaf.pem intermediate.pem > chained.pem
cat intermediate.pem chained-leaf.pem > chained-reversed.pem
rm chained.csr chained.ext chained-leaf.pem intermediate.key
rm ca.key

# By a CA with an RSA key, whose signature RSASSA-PSS names its hash in parameters.
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa-ca.key 2>/dev/null
openssl req -x509 -new -key rsa-ca.key -subj "/CN=Trunkline Test CA of RSA" -days "$DAYS" -out rsa-ca.pem
for hash in sha1 sha256; do
    openssl req -new -key server.key -subj "/CN=pss-$hash" -out pss.csr
    printf "$LOCAL" > pss.ext
    openssl x509 -req -in pss.csr -CA rsa-ca.pem -CAkey rsa-ca.key -days "$DAYS" -extfile pss.ext -"$hash" \
        -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -set_serial 0x78 -out "pss-$hash.pem" 2>/dev/null
    rm pss.csr pss.ext
done
rm rsa-ca.key rsa-ca.pem
