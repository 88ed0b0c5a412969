#!/bin/sh
# Stores the history of the nights on a separate branch, "history", which has one file and shares nothing with the code. The
# working tree is not changed.
#
#   sh recipes/keep-history.sh fetch    before a night: writes the history of the branch to history/history.jsonl
#   sh recipes/keep-history.sh push     after it, even if it failed: adds the new lines to the branch
#
# The first push creates the branch. HISTORY_REMOTE is the remote (default: "origin"). HISTORY_FILE is the file of the night
# (default: history/history.jsonl), for a file from another job. Such a file is untrusted: only a valid history is pushed.
set -eu

remote=${HISTORY_REMOTE:-origin}
branch=refs/heads/history
name=history.jsonl
file=${HISTORY_FILE:-history/$name}

# Prints the newest commit of the branch, or nothing if there is no branch yet. A remote that does not answer ends the
# script, because it must not be mistaken for a remote without a history.
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
      echo "The remote $remote cannot be read: the history was neither fetched nor stored. Check the remote and its access." >&2
      return 1
      ;;
  esac
}

# Prints the file of a commit, or nothing if there is no commit.
lines_of() {
  if [ -n "$1" ]; then git show "$1:$name"; fi
}

fetch() {
  base=$(newest)
  mkdir -p "$(dirname "$file")"
  lines_of "$base" > "$file"
}

# Checks that a file can be a history: printable lines that start like JSON objects, and a size that git hosts accept. Its
# schema is checked whenever it is read.
is_history() {
  if [ -L "$1" ] || [ ! -f "$1" ] || [ "$(wc -c < "$1")" -gt 50000000 ]; then return 1; fi
  if [ "$(LC_ALL=C tr -d '\n\40-\176\200-\377' < "$1" | wc -c)" -gt 0 ]; then return 1; fi
  LC_ALL=C awk '!/^[{]/ || length($0) > 1000000 { exit 1 }' "$1"
}

# Prints the complete lines of a file. A last line without a line break was cut off and would not be valid JSON.
whole_lines() {
  if [ -n "$(tail -c 1 "$1")" ]; then sed '$d' "$1"; else cat "$1"; fi
}

push() {
  if [ ! -s "$file" ]; then
    echo "There is no $file: nothing to store." >&2
    return 0
  fi
  if ! is_history "$file"; then
    echo "$file is not a history of nights: it was not stored." >&2
    return 1
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # Another job may push in between. Then its lines are fetched, and ours are added after them.
  for attempt in 1 2 3; do
    base=$(newest)
    lines_of "$base" > "$work/all"
    whole_lines "$work/all" > "$work/theirs"
    whole_lines "$file" > "$work/ours"
    # Their lines, followed by our new ones. If they have none, awk treats our file as the first, and prints it all.
    awk 'NR == FNR { seen[$0]; print; next } !($0 in seen)' "$work/theirs" "$work/ours" > "$work/both"
    if cmp -s "$work/all" "$work/both"; then
      echo "The history already has this night." >&2
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
    echo "Attempt $attempt to store the history failed." >&2
  done
  echo "The history could not be stored: $remote refuses $branch. Check that this job may write to the branch." >&2
  return 1
}

case ${1:-} in
  fetch | push) "$1" ;;
  *)
    echo "Usage: sh recipes/keep-history.sh fetch | push" >&2
    exit 2
    ;;
esac
