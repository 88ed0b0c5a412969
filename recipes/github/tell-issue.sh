#!/bin/sh
# Puts the report of a night into an issue: the open one with the label, or a new one. It closes nothing, because
# only a person knows that a change is understood.
#
#   sh recipes/github/tell-issue.sh reports/nightly
#
# gh, which every runner of GitHub has, takes GH_TOKEN and GH_REPO from the environment.
set -eu

reports=${1:?where are the reports?}
label=jira-token-contract
title='Jira treats tokens otherwise than before'

body=$(mktemp)
trap 'rm -f "$body"' EXIT
# GitHub takes 65,536 characters. No character is cut in two, because whole lines are taken.
awk '{ length_so_far += length($0) + 1; if (length_so_far > 60000) exit; print }' "$reports/report.md" > "$body"
if [ -n "${RUN_URL:-}" ]; then printf '\nAll reports: %s\n' "$RUN_URL" >> "$body"; fi

number=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[].number')
if [ -n "$number" ]; then
  gh issue edit "$number" --body-file "$body"
  # An edit tells nobody, a comment does.
  gh issue comment "$number" --body-file "$reports/summary.txt"
else
  gh label create "$label" --force --color B60205 --description 'Reported by the nightly job'
  gh issue create --title "$title" --label "$label" --body-file "$body"
fi
