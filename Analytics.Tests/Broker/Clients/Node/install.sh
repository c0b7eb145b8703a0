#!/usr/bin/env bash
# install.sh FOLDER [--from-source]: installs the clients of package-lock.json into FOLDER/node_modules. kafkajs is plain JavaScript;
# @confluentinc/kafka-javascript has a native module, downloaded where it is published for this machine, or compiled with --from-source (a minute or two).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 from_source=${2:-}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$folder"
if ! cmp -s "$here/package-lock.json" package-lock.json || [ ! -d node_modules/kafkajs ]; then
  cp "$here/package.json" "$here/package-lock.json" .
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi

node -e 'require("@confluentinc/kafka-javascript")' 2>/dev/null && exit
cd node_modules/@confluentinc/kafka-javascript
if [ "$from_source" != --from-source ]; then
  timeout 60 npx --no-install node-pre-gyp install --loglevel=error
  exit
fi

# With the librdkafka whose source it brings; its own way to build that wants to download zlib and OpenSSL too.
cd deps/librdkafka
chmod +x configure lds-gen.py
./configure --prefix="$folder/librdkafka" --disable-lz4-ext --disable-gssapi
make -j2 libs
make install-subdirs
cd ../..
BUILD_LIBRDKAFKA=0 CXXFLAGS="-I$folder/librdkafka/include/librdkafka" LDFLAGS="-L$folder/librdkafka/lib -Wl,-rpath,$folder/librdkafka/lib" \
  npx --no-install node-pre-gyp configure build --loglevel=error
