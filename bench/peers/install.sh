#!/usr/bin/env bash
# Installs what `npm run bench` compares Dateline with, from Debian's packages. Opt-in, as root.
set -euo pipefail
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nginx wordpress php-fpm php-mysql mariadb-server
