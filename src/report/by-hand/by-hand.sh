# A secret reaches other programs through a pipe alone, since everybody on a machine can read the arguments of a process.
# The variables stay in this shell, so that no program that it starts inherits them.
refused=
# A shell whose printf is a program would give it secrets as arguments: there all variables stay empty.
case $(command -v printf) in
  */*) echo 'This shell has no printf of its own: use sh, dash or bash.' >&2; refused=printf ;;
esac
# Names that are exported already would stay so, and hand on what is put into them.
unset value address authorization host protocol got
for name in @VARIABLES@; do
  eval "value=\${$name-}; unset $name"
  if [ "$refused" = printf ]; then value=; fi
  case $value in
    *[[:cntrl:]]*)
      echo "$name holds a line break or another control character: set it to one line." >&2
      refused=$name value= ;;
  esac
  eval "$name=\$value"
done
unset value
JIRA_SITE=${JIRA_SITE%/}
: "${JIRA_API_ORIGIN:=https://api.atlassian.com}"

# The base64 of a text.
encoded() { printf %s "$1" | base64 | tr -d '\n'; }

# A token with one character in its middle changed.
mistyped() {
  printf %s "$1" | awk '{
    at = int(length($0) / 2)
    printf "%s%s%s", substr($0, 1, at), (substr($0, at + 1, 1) == "x" ? "y" : "x"), substr($0, at + 2)
  }'
}

# A token that was cut off before its checksum.
truncated() {
  case $1 in
    ?*=*) printf %s "${1%=*}" ;;
    *) printf %s "${1%????????}" ;;
  esac
}

# get ADDRESS AUTHORIZATION [OPTION OF CURL ...]: sends one request by https, or by http to this machine, without a proxy
# and without the settings in ~/.curlrc. No redirect is followed.
get() {
  address=$1 authorization=$2
  shift 2
  host=${address#*://}
  host=${host%%/*}
  case $address in
    */../* | */.. | *[!A-Za-z0-9.:/_~%?=\&+,[\]-]*)
      echo 'An address, a key or an id among the variables holds a character that none has.' >&2; return 2 ;;
    https://[A-Za-z0-9]*) protocol=https ;;
    http://127.0.0.1[:/]* | http://localhost[:/]* | http://'[::1]'[:/]*) protocol=http ;;
    *) echo 'JIRA_SITE and JIRA_API_ORIGIN must begin with https://' >&2; return 2 ;;
  esac
  case $host in
    *[!a-zA-Z0-9.:[\]-]*) echo 'JIRA_SITE and JIRA_API_ORIGIN must be the address of a site.' >&2; return 2 ;;
  esac
  case $authorization in
    *' ' | *[[:cntrl:]]*)
      echo 'A variable is not set, or holds a line break.' >&2; return 2 ;;
  esac
  {
    printf 'header = "Accept: application/json"\n'
    if [ -n "$authorization" ]; then
      printf 'header = "Authorization: %s"\n' "$(printf %s "$authorization" | sed 's/[\\"]/\\&/g')"
    fi
  } | curl -q -g --proto "=$protocol" --noproxy '*' --max-time 30 "$@" --config - "$address"
}
