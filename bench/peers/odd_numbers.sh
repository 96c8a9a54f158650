#!/usr/bin/env bash
# Runs odd_numbers.py with pinned peers in build/peers; the program must be built. Prints the table.
set -euo pipefail
cd "$(dirname "$0")/../.."
environment=build/peers
if [ ! -x "$environment/bin/python" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: \
    igraph==1.0.0 networkx==3.6.1 scipy==1.17.1 networkit==11.3
fi
# shellcheck disable=SC2046
g++ -std=c++20 -O1 bench/peers/odd_numbers_igraph.cpp -o "$environment/odd_numbers_igraph" $(pkg-config --cflags --libs igraph)
GRAPEVINE=${GRAPEVINE:-build/release/grapevine} IGRAPH_PROGRAM=$environment/odd_numbers_igraph \
  "$environment/bin/python" bench/peers/odd_numbers.py "$@"
