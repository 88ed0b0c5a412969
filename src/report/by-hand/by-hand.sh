# Secrets are passed to other programs through a pipe only, because the arguments of a process are readable by every user of
# the machine. Nor does any other program inherit them: what is ours or may be a secret is not exported.
refused=
# If printf is not built in, it would receive secrets as arguments: then all variables are cleared.
case $(command -v printf) in
  */*) echo 'This shell has no built-in printf: use dash, bash or busybox.' >&2; refused='printf' ;;
esac
# Names that are already exported would stay exported, with whatever is assigned to them.
unset value address authorization host protocol names
names=$(export -p | while IFS= read -r value; do
  value=${value#declare -x }; value=${value#export }; value=${value%%=*}
  case $value in
    *[!A-Za-z0-9_]* | [0-9]*) ;;
    JIRA_* | *TOKEN* | *KEY* | *EMAIL* | *PASSWORD* | *SECRET*) printf ' %s' "$value" ;;
  esac
done)
for name in $names; do
  eval "value=\${$name-}; unset $name; $name=\$value"
done
for name in @VARIABLES@; do
  eval "value=\${$name-}; unset $name"
  if [ "$refused" = printf ]; then value=; fi
  case $value in
    *[[:cntrl:]]*)
      echo "$name contains a line break or another control character: set it to a single line." >&2
      refused=$name value= ;;
  esac
  case $name in
    @ORIGINS@)
      while [ "$value" != "${value%/}" ]; do value=${value%/}; done
      case $value in
        '' | https://[A-Za-z0-9]* | http://127.0.0.1* | http://localhost* | http://'[::1]'*) ;;
        *) echo "$name must begin with https://, as in https://acme.atlassian.net." >&2
          refused=$name value= ;;
      esac
      case $value in
        *://*/*) echo "$name must end with the name of the host, as in https://acme.atlassian.net." >&2
          refused=$name value= ;;
      esac ;;
  esac
  eval "$name=\$value"
done
unset value names

# Encodes a text in base64.
encoded() { printf %s "$1" | base64 | tr -d '\n'; }

# Changes one character in the middle of a token.
mistyped() {
  printf %s "$1" | awk '{
    at = int(length($0) / 2)
    printf "%s%s%s", substr($0, 1, at), (substr($0, at + 1, 1) == "x" ? "y" : "x"), substr($0, at + 2)
  }'
}

# Cuts off a token before its checksum.
truncated() {
  case $1 in
    ?*=*) printf %s "${1%=*}" ;;
    *) printf %s "${1%????????}" ;;
  esac
}

# get ADDRESS AUTHORIZATION [CURL-OPTION ...]: sends one request, by https or by http to this machine, without a proxy and
# without ~/.curlrc. It follows no redirects. It returns 99 if it sent nothing.
get() {
  address=$1 authorization=$2
  shift 2
  host=${address#*://}
  host=${host%%/*}
  case $address in
    */../* | */.. | *[!A-Za-z0-9.:/_~%?=\&+,[\]-]*)
      echo 'An address, key or id in the variables contains an invalid character.' >&2; return 99 ;;
    https://[A-Za-z0-9]*) protocol=https ;;
    http://127.0.0.1[:/]* | http://localhost[:/]* | http://'[::1]'[:/]*) protocol=http ;;
    *) echo 'The address of the site must be set, and begin with https://.' >&2; return 99 ;;
  esac
  case $host in
    *[!a-zA-Z0-9.:[\]-]*) echo 'An address in the variables does not name a host.' >&2; return 99 ;;
  esac
  case $authorization in
    *' ' | *[[:cntrl:]]*)
      echo 'A variable is not set, or contains a line break.' >&2; return 99 ;;
  esac
  {
    printf 'header = "Accept: application/json"\n'
    if [ -n "$authorization" ]; then
      printf 'header = "Authorization: %s"\n' "$(printf %s "$authorization" | sed 's/[\\"]/\\&/g')"
    fi
  } | curl -q -g --proto "=$protocol" --noproxy '*' --max-time 30 "$@" --config - "$address"
}
