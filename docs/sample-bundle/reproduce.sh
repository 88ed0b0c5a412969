#!/bin/sh
# Sends each GET request once and compares the status with the one observed. Set the variables of .env first, for example
# with: set -a; . ./.env; set +a
# Exit code: 0 every request sent got the observed status, 1 a status differs, 2 a variable has an invalid value.
# transcribed from public observations, 2023-11-30 to 2026-09-30
set +ax
NEVER_ISSUED=ATATT3xFfGF0-example-com-not-a-real-token-never-issued-example-com-not-a-real-token-never-issued-example-com-not-a-real-token-never-issued-example-com-not-a-real-token-never-issued-ex=19A01AB9
# Secrets are passed to other programs through a pipe only, because the arguments of a process are readable by every user of
# the machine. The variables are not exported, so that no child process inherits them.
refused=
# If printf is not built in, it would receive secrets as arguments: then all variables are cleared.
case $(command -v printf) in
  */*) echo 'This shell has no built-in printf: use sh, dash or bash.' >&2; refused=printf ;;
esac
# Names that are already exported would stay exported, with whatever is assigned to them.
unset value address authorization host protocol got
for name in JIRA_SITE JIRA_EMAIL JIRA_API_TOKEN JIRA_OTHER_EMAIL JIRA_REVOKED_TOKEN JIRA_EXPIRED_TOKEN \
  JIRA_SCOPED_EMAIL JIRA_SCOPED_TOKEN JIRA_UNDERSCOPED_TOKEN JIRA_DEACTIVATED_EMAIL \
  JIRA_DEACTIVATED_TOKEN JIRA_ADMIN_API_KEY JIRA_REVOKED_ADMIN_API_KEY JIRA_WATCHED_TOKEN \
  JIRA_WATCHED_ADMIN_API_KEY JIRA_PROJECT_KEY JIRA_ISSUE_KEY JIRA_CLOUD_ID JIRA_API_ORIGIN \
  JIRA_ALLOWED_HOSTS PACT_BROKER_BASE_URL PACT_BROKER_TOKEN PACT_BROKER_USERNAME \
  PACT_BROKER_PASSWORD \
  JIRA_PASSWORD; do
  eval "value=\${$name-}; unset $name"
  if [ "$refused" = printf ]; then value=; fi
  case $value in
    *[[:cntrl:]]*)
      echo "$name contains a line break or another control character: set it to a single line." >&2
      refused=$name value= ;;
  esac
  eval "$name=\$value"
done
unset value
JIRA_SITE=${JIRA_SITE%/}
: "${JIRA_API_ORIGIN:=https://api.atlassian.com}"

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
# without ~/.curlrc. It follows no redirects.
get() {
  address=$1 authorization=$2
  shift 2
  host=${address#*://}
  host=${host%%/*}
  case $address in
    */../* | */.. | *[!A-Za-z0-9.:/_~%?=\&+,[\]-]*)
      echo 'An address, key or id in the variables contains an invalid character.' >&2; return 2 ;;
    https://[A-Za-z0-9]*) protocol=https ;;
    http://127.0.0.1[:/]* | http://localhost[:/]* | http://'[::1]'[:/]*) protocol=http ;;
    *) echo 'JIRA_SITE and JIRA_API_ORIGIN must begin with https://' >&2; return 2 ;;
  esac
  case $host in
    *[!a-zA-Z0-9.:[\]-]*) echo 'JIRA_SITE and JIRA_API_ORIGIN must be addresses of a site.' >&2; return 2 ;;
  esac
  case $authorization in
    *' ' | *[[:cntrl:]]*)
      echo 'A variable is not set, or contains a line break.' >&2; return 2 ;;
  esac
  {
    printf 'header = "Accept: application/json"\n'
    if [ -n "$authorization" ]; then
      printf 'header = "Authorization: %s"\n' "$(printf %s "$authorization" | sed 's/[\\"]/\\&/g')"
    fi
  } | curl -q -g --proto "=$protocol" --noproxy '*' --max-time 30 "$@" --config - "$address"
}

if [ -n "$refused" ]; then exit 2; fi
failed=0
probe() {
  name=$1 seen=$2 needs=$3
  for variable in $needs; do
    eval "value=\${$variable:-}"
    if [ -z "$value" ]; then
      echo "skipped    $name: set $variable"
      return
    fi
  done
  got=$(get "$4" "$5" -sS -o /dev/null -w '%{http_code}') || got=${got:-none}
  if [ "$got" = "$seen" ]; then
    echo "same $got   $name"
  else
    echo "NOT $got, but $seen was seen   $name"
    failed=1
  fi
}

probe 'mistyped on GET /rest/api/3/project/search' 200 'JIRA_SITE JIRA_EMAIL JIRA_API_TOKEN' "$JIRA_SITE/rest/api/3/project/search" "Basic $(encoded "$JIRA_EMAIL:$(mistyped "$JIRA_API_TOKEN")")"
probe 'mistyped on GET /rest/api/3/project/{projectIdOrKey}' 404 'JIRA_SITE JIRA_PROJECT_KEY JIRA_EMAIL JIRA_API_TOKEN' "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY" "Basic $(encoded "$JIRA_EMAIL:$(mistyped "$JIRA_API_TOKEN")")"
probe 'mistyped on GET /rest/api/3/project/{projectIdOrKey}/versions' 404 'JIRA_SITE JIRA_PROJECT_KEY JIRA_EMAIL JIRA_API_TOKEN' "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY/versions" "Basic $(encoded "$JIRA_EMAIL:$(mistyped "$JIRA_API_TOKEN")")"
probe 'unknown-account on GET /rest/api/3/project/search' 200 'JIRA_SITE' "$JIRA_SITE/rest/api/3/project/search" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe 'unknown-account on GET /rest/api/3/serverInfo' 200 'JIRA_SITE' "$JIRA_SITE/rest/api/3/serverInfo" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe 'unknown-account on GET /rest/api/3/project/{projectIdOrKey}/role' 404 'JIRA_SITE JIRA_PROJECT_KEY' "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY/role" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe 'unknown-account on GET /rest/api/3/issueLinkType' 200 'JIRA_SITE' "$JIRA_SITE/rest/api/3/issueLinkType" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe 'unknown-account on GET /rest/api/3/issue/{issueIdOrKey}' 404 'JIRA_SITE JIRA_ISSUE_KEY' "$JIRA_SITE/rest/api/3/issue/$JIRA_ISSUE_KEY" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe 'unknown-account on GET /rest/api/3/field' 200 'JIRA_SITE' "$JIRA_SITE/rest/api/3/field" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe 'bearer-token on GET /rest/api/3/myself' 403 'JIRA_SITE JIRA_API_TOKEN' "$JIRA_SITE/rest/api/3/myself" "Bearer $JIRA_API_TOKEN"
exit "$failed"
