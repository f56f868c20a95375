#!/usr/bin/env bash
# Every Go module and npm package that ends up in the program must carry a
# licence from this list.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0; n=0
while read -r path dir; do
  [ -n "$dir" ] || continue
  n=$((n + 1))
  file=$(ls "$dir" 2>/dev/null | grep -iE '^(licen[cs]e|copying|unlicense)' | head -1 || true)
  text=$(head -c 3000 "$dir/$file" 2>/dev/null | tr '\n' ' ' | tr -s ' ')
  case "$text" in
  *"Apache License"* | *"MIT License"* | *"Permission is hereby granted, free of charge"* | *"Redistribution and use in source and binary forms"* | *"Mozilla Public License"* | *"ISC License"* | *"Permission to use, copy, modify, and/or distribute"*) ;;
  *) echo "licences: $path: no licence that we know"; bad=1 ;;
  esac
done < <(go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}' . | sort -u)
echo "licences: $n Go modules looked at"
node scripts/licences.mjs || bad=1
exit $bad
