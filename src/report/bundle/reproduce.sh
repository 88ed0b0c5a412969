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
rules=$* known='@RULES@'
for name in "$@"; do
  case " $known " in
    *" $name "*) ;;
    *) echo "Nothing was sent: the rules of this script are $known." >&2; exit 2 ;;
  esac
done
reproduced=0 different=0 inconclusive=0 skipped=0 chosen=0 unanswered=0
stopped='' passed_places='' failed_places='' unset_places='' named_places='' mentioned='' own=''
