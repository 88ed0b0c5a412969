#!/bin/sh
# Writes the report of a night into the open issue with the label, or into a new one. It closes no issue, because only a
# person can decide that a change is dealt with.
#
#   sh recipes/github/tell-issue.sh reports/nightly
#
# gh, which every GitHub runner has, reads GH_TOKEN and GH_REPO from the environment.
set -eu

reports=${1:?name the folder of the reports}
label=jira-token-contract

body=$(mktemp)
comment=$(mktemp)
trap 'rm -f "$body" "$comment"' EXIT

# Prints the lines of a file up to a size, without characters that act on a terminal. The reports come from another job, so
# they are treated as plain text. Only whole lines are printed, so that no character is split.
lines_of() {
  if [ -L "$1" ] || [ ! -f "$1" ]; then
    echo "$1 is not a file." >&2
    return 1
  fi
  LC_ALL=C tr -d '\0-\10\13-\37\177' < "$1" |
    LC_ALL=C awk -v most="$2" '{ length_so_far += length($0) + 1; if (length_so_far > most) exit; print }'
}

# GitHub accepts 65,536 characters.
lines_of "$reports/report.md" 60000 > "$body"
lines_of "$reports/summary.txt" 10000 > "$comment"
# One line that says what happened.
titles=$(lines_of "$reports/title.txt" 400)
title=$(printf '%s\n' "$titles" | head -n 1)
if [ -z "$title" ]; then
  echo "$reports/title.txt has no title." >&2
  exit 1
fi
if [ -n "${RUN_URL:-}" ]; then printf '\nAll reports: %s\n' "$RUN_URL" >> "$body"; fi

number=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[].number')
case $number in
  *[!0-9]*)
    echo 'gh did not return the number of an issue.' >&2
    exit 1
    ;;
esac
if [ -n "$number" ]; then
  gh issue edit "$number" --title "$title" --body-file "$body"
  # An edit notifies nobody, but a comment does.
  gh issue comment "$number" --body-file "$comment"
else
  gh label create "$label" --force --color B60205 --description 'Reported by the nightly job'
  gh issue create --title "$title" --label "$label" --body-file "$body"
fi
