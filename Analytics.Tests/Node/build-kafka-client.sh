#!/usr/bin/env bash
# The native part of @confluentinc/kafka-javascript, after npm ci --ignore-scripts: downloaded where it is published for this machine and can be reached, else
# compiled (some minutes, with make, g++ and python3) against the librdkafka whose source it brings; its own way to compile wants to download zlib and OpenSSL too.
set -euo pipefail
cd "$(dirname "$0")/node_modules/@confluentinc/kafka-javascript"
[ ! -f build/Release/confluent-kafka-javascript.node ] || exit 0
timeout 60 npx --no-install node-pre-gyp install --loglevel=error && exit

target=$PWD/librdkafka
cd deps/librdkafka
chmod +x configure lds-gen.py
./configure --prefix="$target" --disable-lz4-ext --disable-gssapi
make -j2 libs
make install-subdirs
cd ../..
BUILD_LIBRDKAFKA=0 CXXFLAGS="-I$target/include/librdkafka" LDFLAGS="-L$target/lib -Wl,-rpath,$target/lib" \
  npx --no-install node-pre-gyp configure build --loglevel=error
