#!/bin/sh
# Sends the requests of a bug report once each, and says whether Jira still behaves as reported.
# The reported answers: transcribed from public observations, 2023-11-30 to 2026-09-30.
#
# Usage: sh reproduce.sh [RULE ...]   with the rules guard-loosened, refusal-changed; all of them by default.
# It uses these variables; to set them from a file: set -a; . ./.env; set +a
#   JIRA_SITE: the origin of your Jira Cloud site, such as https://acme.atlassian.net
#   JIRA_EMAIL: the email of the account that the token belongs to
#   JIRA_API_TOKEN: a working API token of that account, without scopes
#   JIRA_PROJECT_KEY: the key of a private project that the account may see
#   JIRA_ISSUE_KEY: the key of an issue in that project
#   MAX_TIME: the seconds to wait for one answer; 10 by default
# A request whose variable is not set is skipped.
#
# First comes the control: a good credential must be accepted, otherwise nothing can be concluded.
# An answer is the reported one if its status and the treatment of the credential are: accepted (as the
# account), ignored (as for an anonymous caller) or refused. The headers that decide are shown. An answer with
# 429 or 5xx, a CAPTCHA or a page of a proxy shows nothing, and is without a conclusion.
#
# Exit code; the first that applies to all requests together:
#   2  nothing was sent: a variable is missing or has an invalid value, or a program is missing
#   0  reproduced: at least one request gets the reported answer
#   3  no conclusion: the control failed, or a request got no answer or one that shows nothing
#   1  not reproduced: every request that was sent gets another answer
set +ax
NEVER_ISSUED='ATATT3xFfGF0-example-com-not-a-real-token-never-issued-example-com-not-a-real-token-never-issued-example-com-not-a-real-token-never-issued-example-com-not-a-real-token-never-issued-ex=19A01AB9'
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
for name in JIRA_SITE JIRA_EMAIL JIRA_API_TOKEN JIRA_PROJECT_KEY \
  JIRA_ISSUE_KEY; do
  eval "value=\${$name-}; unset $name"
  if [ "$refused" = printf ]; then value=; fi
  case $value in
    *[[:cntrl:]]*)
      echo "$name contains a line break or another control character: set it to a single line." >&2
      refused=$name value= ;;
  esac
  case $name in
    JIRA_SITE)
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
set -eu

# Reads a response with its headers and then a line "curl N". Prints the status, the treatment of the credential, marks,
# what decided, and the account, divided by bars.
classified() {
  LC_ALL=C tr -d '\000' | LC_ALL=C awk -v kind="$1" -v place="$2" -v named="$3" '
    function has(key) { return index(keys, " " key " ") > 0 }
    function scan(text,    i, c, depth, top, quoted, escaped, word) {
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (quoted) {
          if (escaped) escaped = 0
          else if (c == "\\") escaped = 1
          else if (c == "\"") { quoted = 0; continue }
          if (depth == 1) word = word c
        } else if (c == "\"") { quoted = 1; word = "" }
        else if (c == "{" || c == "[") {
          depth++
          if (depth == 1) top = c
          if (c == "[" && depth == (top == "{" ? 2 : 1)) {
            lists++
            if (substr(text, i + 1, 200) !~ /^[ \t\n]*\]/) filled++
          }
        } else if (c == "}" || c == "]") depth--
        else if (c == ":" && depth == 1 && top == "{") keys = keys " " word " "
      }
      broken = quoted || depth != 0 || top == ""
    }
    function decide() {
      if (denied ~ /CAPTCHA/ || toupper(reason) ~ /AUTHENTICATION_DENIED/) { marks = marks " captcha"; return "inconclusive" }
      if (status == 407 || status == 429 || status >= 500 || status < 200) return "inconclusive"
      if (status == 404 && has("errorMessage") && has("errorCode")) return "inconclusive"
      if (html && (status == 403 || ran)) return "inconclusive"
      if (account != "") return "accepted"
      if (succeeded && kind == "account" && has("accountId")) return "accepted"
      if (ran && reason ~ /AUTHENTICATED_FAILED/) return "ignored"
      if (status == 403 && has("errorMessages")) return "inconclusive"
      if (status == 401 && has("errorMessages") && !challenged && kind == "runs" && place == "site") return "ignored"
      if (status == 401 || status == 403) return "refused"
      if (status >= 300 && status < 400 && tolower(to) ~ /login|^https:\/\/(id|auth)\.atlassian\.com([\/:]|$)/) {
        login = 1; return "refused"
      }
      if (place != "site" && succeeded && !(broken && !cut && !html && body ~ /[^ \t\n]/)) return "accepted"
      if (place == "site" && named == "yes" && ran) return "ignored"
      return "inconclusive"
    }
    { sub(/\r$/, "") }
    /^curl [0-9]+$/ { code = $2 }
    !inbody && /^HTTP\// { status = $2 + 0; account = reason = denied = to = category = ""; challenged = 0; next }
    !inbody && $0 == "" { if (status >= 200) inbody = 1; next }
    !inbody {
      at = index($0, ":")
      name = tolower(substr($0, 1, at - 1))
      value = substr($0, at + 1)
      gsub(/^[ \t]+|[ \t]+$/, "", value)
      if (name == "x-aaccountid") account = account value
      if (name == "x-seraph-loginreason") reason = (reason == "" ? "" : reason ", ") value
      if (name == "x-authentication-denied-reason") denied = denied toupper(value)
      if (name == "www-authenticate") challenged = 1
      if (name == "location") to = value
      if (name == "x-failure-category") category = value
      next
    }
    length(body) < 65536 { body = body $0 "\n"; next }
    { cut = 1 }
    END {
      if (code == "99") { print "unsent|inconclusive|| (not sent)|"; exit }
      if (code != "0" || status == 0) { print "none|inconclusive|| (no complete answer, curl " code ")|"; exit }
      sub(/curl 0\n$/, "", body)
      if (length(body) > 65536) { body = substr(body, 1, 65536); cut = 1 }
      succeeded = status >= 200 && status < 300
      ran = succeeded || status == 400 || status == 404 || status == 410
      html = body ~ /^[ \t\n]*</ && tolower(body) ~ /<html|<!doctype html/
      scan(body)
      treatment = decide()
      if (reason ~ /AUTHENTICATED_FAILED/) marks = marks " login-failed"
      if (!(lists > 0 && filled == 0)) marks = marks " data"
      if (category ~ /^[A-Z_ ]+$/) marks = marks " category=" category
      # Values are shown only where they are known words: a site may repeat what it was sent.
      known = reason ~ /^(OK|OUT|AUTHENTICATED_FAILED|AUTHENTICATION_DENIED|AUTHORISATION_FAILED|, )+$/
      shown = "x-aaccountid: " (account == "" ? "absent" : "present")
      shown = shown ", x-seraph-loginreason: " (reason == "" ? "absent" : known ? reason : "another value")
      if (challenged) shown = shown ", www-authenticate: present"
      if (login) shown = shown ", redirected to a login page"
      if (category != "") shown = shown ", x-failure-category: " (category ~ /^FAILURE_CLIENT_[A-Z_]+$/ ? category : "another value")
      gsub(/[^ -~]|\|/, "?", account)
      print status "|" treatment "|" marks " | (" shown ")|" account
    }'
}

# ask KIND PLACE NAMED ADDRESS AUTHORIZATION: sends one request, and sets what was answered.
ask() {
  answer=$({
    code=0
    get "$4" "$5" -sS -i --connect-timeout 10 --max-time "$MAX_TIME" --max-filesize 5242880 || code=$?
    printf '\ncurl %s\n' "$code"
  } | classified "$1" "$2" "$3")
  status=${answer%%'|'*} answer=${answer#*'|'}
  treatment=${answer%%'|'*} answer=${answer#*'|'}
  marks=${answer%%'|'*} answer=${answer#*'|'}
  shown=${answer%%'|'*} account=${answer#*'|'}
  case $status in
    none | 429 | 5??) unanswered=$((unanswered + 1)) ;;
    *) unanswered=0 ;;
  esac
  case $marks in
    *' captcha'*) stopped='Jira asks for a CAPTCHA: log in with a browser first' ;;
  esac
  if [ "$unanswered" -ge 3 ]; then stopped='three requests in a row got no answer, or one that asks to wait'; fi
}

# lacking VARIABLE ...: sets what is missing. Of two variables with a slash between them, one is enough.
lacking() {
  missing=
  for either in "$@"; do
    eval "value=\${${either%/*}:-\${${either#*/}:-}}"
    if [ -z "$value" ]; then missing="$missing ${either%/*}"; fi
  done
  value=
}

# control PLACE NAME NEEDS KIND ADDRESS AUTHORIZATION: sends the control of a place.
control() {
  # Several names.
  # shellcheck disable=SC2086
  lacking $3
  if [ -n "$missing" ]; then
    printf 'skipped         everything at the %s: the control, %s, needs%s\n' "$1" "$2" "$missing"
    unset_places="$unset_places $1 "
    return
  fi
  ask "$4" "$1" yes "$5" "$6"
  if [ "$status" = unsent ]; then
    unset_places="$unset_places $1 "
  elif [ "$treatment" = accepted ]; then
    printf 'control passed  %s: accepted %s%s\n' "$2" "$status" "$shown"
    passed_places="$passed_places $1 "
    if [ -n "$account" ]; then named_places="$named_places $1 "; fi
    if [ "$1" = site ]; then own=$account; fi
  else
    printf 'CONTROL FAILED  %s: %s %s%s\n' "$2" "$treatment" "$status" "$shown"
    failed_places="$failed_places $1 "
  fi
}

# probe RULE PLACE NAME STATUS TREATMENT MARK NEEDS KIND ADDRESS AUTHORIZATION: sends one request of the report, and compares
# the answer. Where only the status is known, the treatment is "any".
probe() {
  case " $rules " in
    '  ' | *" $1 "*) ;;
    *) return 0 ;;
  esac
  chosen=$((chosen + 1))
  # Several names.
  # shellcheck disable=SC2086
  lacking $7
  if [ -n "$missing" ]; then
    skipped=$((skipped + 1))
    case $mentioned in
      *"|${3%% on *}$missing|"*) ;;
      *) printf 'skipped         %s: set%s\n' "${3%% on *}" "$missing" ;;
    esac
    mentioned="$mentioned|${3%% on *}$missing|"
    return 0
  fi
  if [ -n "$stopped" ]; then inconclusive=$((inconclusive + 1)); return 0; fi
  case "$passed_places$failed_places$unset_places" in
    *" $2 "*) ;;
    *) control_of "$2" ;;
  esac
  case $unset_places in
    *" $2 "*) skipped=$((skipped + 1)); return 0 ;;
  esac
  case $failed_places in
    *" $2 "*) inconclusive=$((inconclusive + 1)); return 0 ;;
  esac
  case $named_places in
    *" $2 "*) named=yes ;;
    *) named=no ;;
  esac
  ask "$8" "$2" "$named" "$9" "${10}"
  if [ "$status" = unsent ]; then skipped=$((skipped + 1)); return 0; fi
  same=no
  if [ "$status" = "$4" ]; then
    case $5 in
      any | "$treatment") same=yes ;;
    esac
  fi
  case $6 in
    '') ;;
    no-failed-login) case $marks in *' login-failed '*) same=no ;; esac ;;
    another-account)
      if [ -z "$own" ]; then treatment=inconclusive; fi
      if [ -z "$account" ] || [ "$account" = "$own" ]; then same=no; fi ;;
    *) case $marks in *" $6 "*) ;; *) same=no ;; esac ;;
  esac
  if [ "$same" = yes ] && { [ "$5" = any ] || [ "$treatment" != inconclusive ]; }; then
    printf 'reproduced      %s: %s %s%s\n' "$3" "$treatment" "$status" "$shown"
    reproduced=$((reproduced + 1))
  elif [ "$treatment" = inconclusive ]; then
    printf 'inconclusive    %s: %s%s\n' "$3" "$status" "$shown"
    inconclusive=$((inconclusive + 1))
  else
    printf 'NOT REPRODUCED  %s: %s %s instead of %s %s%s%s\n' "$3" "$treatment" "$status" "$5" "$4" "${6:+ with $6}" "$shown"
    different=$((different + 1))
  fi
}

# Prints the result of all requests, and ends with its exit code.
conclude() {
  if [ -n "$stopped" ]; then echo "Stopped: $stopped."; fi
  if [ -n "$failed_places" ]; then
    echo 'The control failed, so nothing can be concluded there: is its token good, and the site at work?'
  fi
  echo "$reproduced reproduced, $different not reproduced, $inconclusive without a conclusion, $skipped skipped"
  if [ "$chosen" = "$skipped" ]; then
    echo 'Nothing was sent. Set the variables above first.'
    exit 2
  fi
  if [ "$reproduced" -gt 0 ]; then exit 0; fi
  if [ "$inconclusive" -gt 0 ]; then exit 3; fi
  exit 1
}

if [ -n "$refused" ]; then echo 'Nothing was sent.'; exit 2; fi
for name in curl awk base64 sed tr; do
  if ! command -v "$name" > /dev/null; then
    echo "Nothing was sent: $name is not installed." >&2
    exit 2
  fi
done
case ${MAX_TIME:=10} in
  *[!0-9]* | 0*) echo 'MAX_TIME must be a number of seconds.' >&2; exit 2 ;;
esac
rules=$* known='guard-loosened refusal-changed'
for name in "$@"; do
  case " $known " in
    *" $name "*) ;;
    *) echo "Nothing was sent: the rules of this script are $known." >&2; exit 2 ;;
  esac
done
reproduced=0 different=0 inconclusive=0 skipped=0 chosen=0 unanswered=0
stopped='' passed_places='' failed_places='' unset_places='' named_places='' mentioned='' own=''

# The controls by place.
control_of() {
  case $1 in
  site) control site 'valid on GET /rest/api/3/myself' 'JIRA_SITE JIRA_EMAIL JIRA_API_TOKEN' account \
  "$JIRA_SITE/rest/api/3/myself" "Basic $(encoded "$JIRA_EMAIL:$JIRA_API_TOKEN")" ;;
  esac
}

probe guard-loosened site 'mistyped on GET /rest/api/3/project/search' 200 ignored '' \
  'JIRA_SITE JIRA_EMAIL JIRA_API_TOKEN' runs \
  "$JIRA_SITE/rest/api/3/project/search" "Basic $(encoded "$JIRA_EMAIL:$(mistyped "$JIRA_API_TOKEN")")"
probe guard-loosened site 'mistyped on GET /rest/api/3/project/{projectIdOrKey}' 404 ignored '' \
  'JIRA_SITE JIRA_PROJECT_KEY JIRA_EMAIL JIRA_API_TOKEN' runs \
  "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY" "Basic $(encoded "$JIRA_EMAIL:$(mistyped "$JIRA_API_TOKEN")")"
probe guard-loosened site 'mistyped on GET /rest/api/3/project/{projectIdOrKey}/versions' 404 ignored '' \
  'JIRA_SITE JIRA_PROJECT_KEY JIRA_EMAIL JIRA_API_TOKEN' runs \
  "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY/versions" "Basic $(encoded "$JIRA_EMAIL:$(mistyped "$JIRA_API_TOKEN")")"
probe guard-loosened site 'unknown-account on GET /rest/api/3/project/search' 200 ignored '' \
  'JIRA_SITE' runs \
  "$JIRA_SITE/rest/api/3/project/search" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe guard-loosened site 'unknown-account on GET /rest/api/3/serverInfo' 200 ignored '' \
  'JIRA_SITE' runs \
  "$JIRA_SITE/rest/api/3/serverInfo" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe guard-loosened site 'unknown-account on GET /rest/api/3/project/{projectIdOrKey}/role' 404 ignored '' \
  'JIRA_SITE JIRA_PROJECT_KEY' runs \
  "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY/role" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe guard-loosened site 'unknown-account on GET /rest/api/3/issueLinkType' 200 ignored '' \
  'JIRA_SITE' runs \
  "$JIRA_SITE/rest/api/3/issueLinkType" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe guard-loosened site 'unknown-account on GET /rest/api/3/issue/{issueIdOrKey}' 404 ignored '' \
  'JIRA_SITE JIRA_ISSUE_KEY' runs \
  "$JIRA_SITE/rest/api/3/issue/$JIRA_ISSUE_KEY" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe guard-loosened site 'unknown-account on GET /rest/api/3/field' 200 ignored '' \
  'JIRA_SITE' runs \
  "$JIRA_SITE/rest/api/3/field" "Basic $(encoded "nobody@example.com:$NEVER_ISSUED")"
probe refusal-changed site 'bearer-token on GET /rest/api/3/myself' 403 refused '' \
  'JIRA_SITE JIRA_API_TOKEN' account \
  "$JIRA_SITE/rest/api/3/myself" "Bearer $JIRA_API_TOKEN"
conclude
