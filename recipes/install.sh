#!/bin/sh
# Installs the packages with an environment without secrets. GitLab and Bitbucket pass the variables of a job to all its
# commands, so every variable that the installation does not need is removed here, whatever its name.
#
#   sh recipes/install.sh
set -eu

for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case $name in
    # npm needs the proxy, the certificates and the registry.
    PATH | HOME | USER | SHELL | PWD | TMPDIR | LANG | LC_* | TZ | CI | NODE_EXTRA_CA_CERTS | SSL_CERT_FILE | SSL_CERT_DIR) ;;
    [Hh][Tt][Tt][Pp]_[Pp][Rr][Oo][Xx][Yy] | [Hh][Tt][Tt][Pp][Ss]_[Pp][Rr][Oo][Xx][Yy] | [Nn][Oo]_[Pp][Rr][Oo][Xx][Yy]) ;;
    [Nn][Pp][Mm]_[Cc][Oo][Nn][Ff][Ii][Gg]_*) ;;
    *) unset "$name" ;;
  esac
done
exec npm ci
