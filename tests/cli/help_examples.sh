#!/usr/bin/env bash
# Runs every example of every `undula VERB --help`, from a folder that looks like the root of the repository.
# $1: the repository. The program is on the path.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ln -s "$1/data" data
passed=0 failed=0
for verb in $(undula --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
  examples=$(undula "$verb" --help | sed -n '/^Examples$/,$ { s/^  \([^#].*\)/\1/p }')
  [[ -n $examples ]] || { echo "undula $verb --help has no examples"; failed=$((failed + 1)); continue; }
  while IFS= read -r example; do
    if bash -o pipefail -c "$example" >out 2>&1 </dev/null; then
      passed=$((passed + 1))
    else
      echo "exit code $? from: $example"
      cat out
      failed=$((failed + 1))
    fi
  done <<<"$examples"
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
