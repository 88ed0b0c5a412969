#!/bin/sh
# Sends each request once and compares the status with the one that was seen. Only GET. Set the variables of .env first,
# for instance with: set -a; . ./.env; set +a
# Exit code: 0 all that could be sent came out as it was seen, 1 something did not.
failed=0
probe() {
  name=$1 seen=$2 needs=$3
  shift 3
  for variable in $needs; do
    eval "value=\${$variable:-}"
    if [ -z "$value" ]; then
      echo "skipped    $name: set $variable"
      return
    fi
  done
  got=$(curl -sS -o /dev/null -w '%{http_code}' --max-time 30 "$@")
  if [ "$got" = "$seen" ]; then
    echo "same $got   $name"
  else
    echo "NOT $got, but $seen was seen   $name"
    failed=1
  fi
}

# transcribed from public observations, 2023-11-30 to 2026-09-30
: "${JIRA_API_ORIGIN:=https://api.atlassian.com}"
MISTYPED=$(printf %s "$JIRA_API_TOKEN" | sed "s/./!/20")
TRUNCATED=${JIRA_API_TOKEN%=*}
MISTYPED_ADMIN_KEY=$(printf %s "${JIRA_ADMIN_API_KEY:-}" | sed "s/./!/20")

probe 'mistyped on GET /rest/api/3/project/search' 200 'JIRA_EMAIL JIRA_API_TOKEN JIRA_SITE' -H "Accept: application/json" -u "$JIRA_EMAIL:$MISTYPED" "$JIRA_SITE/rest/api/3/project/search"
probe 'mistyped on GET /rest/api/3/project/{projectIdOrKey}' 404 'JIRA_EMAIL JIRA_API_TOKEN JIRA_SITE JIRA_PROJECT_KEY' -H "Accept: application/json" -u "$JIRA_EMAIL:$MISTYPED" "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY"
probe 'mistyped on GET /rest/api/3/project/{projectIdOrKey}/versions' 404 'JIRA_EMAIL JIRA_API_TOKEN JIRA_SITE JIRA_PROJECT_KEY' -H "Accept: application/json" -u "$JIRA_EMAIL:$MISTYPED" "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY/versions"
probe 'unknown-account on GET /rest/api/3/project/search' 200 'JIRA_API_TOKEN JIRA_SITE' -H "Accept: application/json" -u "nobody@example.com:$MISTYPED" "$JIRA_SITE/rest/api/3/project/search"
probe 'unknown-account on GET /rest/api/3/serverInfo' 200 'JIRA_API_TOKEN JIRA_SITE' -H "Accept: application/json" -u "nobody@example.com:$MISTYPED" "$JIRA_SITE/rest/api/3/serverInfo"
probe 'unknown-account on GET /rest/api/3/project/{projectIdOrKey}/role' 404 'JIRA_API_TOKEN JIRA_SITE JIRA_PROJECT_KEY' -H "Accept: application/json" -u "nobody@example.com:$MISTYPED" "$JIRA_SITE/rest/api/3/project/$JIRA_PROJECT_KEY/role"
probe 'unknown-account on GET /rest/api/3/issueLinkType' 200 'JIRA_API_TOKEN JIRA_SITE' -H "Accept: application/json" -u "nobody@example.com:$MISTYPED" "$JIRA_SITE/rest/api/3/issueLinkType"
probe 'unknown-account on GET /rest/api/3/issue/{issueIdOrKey}' 404 'JIRA_API_TOKEN JIRA_SITE JIRA_ISSUE_KEY' -H "Accept: application/json" -u "nobody@example.com:$MISTYPED" "$JIRA_SITE/rest/api/3/issue/$JIRA_ISSUE_KEY"
probe 'unknown-account on GET /rest/api/3/field' 200 'JIRA_API_TOKEN JIRA_SITE' -H "Accept: application/json" -u "nobody@example.com:$MISTYPED" "$JIRA_SITE/rest/api/3/field"
probe 'bearer-token on GET /rest/api/3/myself' 403 'JIRA_API_TOKEN JIRA_SITE' -H "Accept: application/json" -H "Authorization: Bearer $JIRA_API_TOKEN" "$JIRA_SITE/rest/api/3/myself"
exit "$failed"
