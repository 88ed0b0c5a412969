#!/bin/sh
# Keeps the history of the nights on a branch of its own, "history", which holds one file and shares nothing with
# the code. What is checked out is not touched.
#
#   sh recipes/keep-history.sh fetch    before a night: writes what the branch holds to history/history.jsonl
#   sh recipes/keep-history.sh push     after it, failed or not: adds to the branch the lines that it lacks
#
# The first push makes the branch. HISTORY_REMOTE is where it is kept, "origin" unless it is set; HISTORY_FILE is the file
# of the night, where it comes from another job. Such a file is data: what is no history is not pushed.
set -eu

remote=${HISTORY_REMOTE:-origin}
branch=refs/heads/history
name=history.jsonl
file=${HISTORY_FILE:-history/$name}

# Prints the newest commit of the branch, or nothing where there is no branch yet. A remote that does not answer
# ends the script: it must not be taken for one without a history.
newest() {
  status=0
  git ls-remote --exit-code "$remote" "$branch" > /dev/null || status=$?
  case $status in
    0)
      git fetch --quiet --no-tags "$remote" "$branch"
      git rev-parse --verify --quiet FETCH_HEAD
      ;;
    2) ;;
    *)
      echo "The remote $remote cannot be read: the history was neither fetched nor kept." >&2
      return 1
      ;;
  esac
}

# The file as it is in a commit; nothing where there is no commit.
lines_of() {
  if [ -n "$1" ]; then git show "$1:$name"; fi
}

fetch() {
  base=$(newest)
  mkdir -p "$(dirname "$file")"
  lines_of "$base" > "$file"
}

# Whether a file can be a history: lines that begin as JSON objects do, of printable text, and of a size that git hosts
# take. Its schema is looked at wherever it is read.
is_history() {
  if [ -L "$1" ] || [ ! -f "$1" ] || [ "$(wc -c < "$1")" -gt 50000000 ]; then return 1; fi
  if [ "$(LC_ALL=C tr -d '\n\40-\176\200-\377' < "$1" | wc -c)" -gt 0 ]; then return 1; fi
  LC_ALL=C awk '!/^[{]/ || length($0) > 1000000 { exit 1 }' "$1"
}

# The whole lines of a file: one without its end was cut off while it was written, and would be no JSON.
whole_lines() {
  if [ -n "$(tail -c 1 "$1")" ]; then sed '$d' "$1"; else cat "$1"; fi
}

push() {
  if [ ! -s "$file" ]; then
    echo "There is no $file: nothing to keep." >&2
    return 0
  fi
  if ! is_history "$file"; then
    echo "$file is no history of nights: it was not kept." >&2
    return 1
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # Another job may push in between: then its lines are fetched, and ours go after them.
  for attempt in 1 2 3; do
    base=$(newest)
    lines_of "$base" > "$work/all"
    whole_lines "$work/all" > "$work/theirs"
    whole_lines "$file" > "$work/ours"
    # Their lines, then those of ours that they lack. Where theirs are none, awk takes ours for the first file, and
    # prints them all the same.
    awk 'NR == FNR { seen[$0]; print; next } !($0 in seen)' "$work/theirs" "$work/ours" > "$work/both"
    if cmp -s "$work/all" "$work/both"; then
      echo "The history holds this night already." >&2
      return 0
    fi
    blob=$(git hash-object -w --no-filters "$work/both")
    tree=$(printf '100644 blob %s\t%s\n' "$blob" "$name" | git mktree)
    commit=$(git -c user.name='nightly' -c user.email='nightly@localhost' -c commit.gpgSign=false \
      commit-tree "$tree" ${base:+-p "$base"} -m 'A night')
    if git push --quiet "$remote" "$commit:$branch"; then
      cp "$work/both" "$file"
      return 0
    fi
    echo "Attempt $attempt to keep the history failed." >&2
  done
  echo "The history could not be kept: $remote refuses $branch. May this job write there?" >&2
  return 1
}

case ${1:-} in
  fetch | push) "$1" ;;
  *)
    echo "Usage: sh recipes/keep-history.sh fetch | push" >&2
    exit 2
    ;;
esac
