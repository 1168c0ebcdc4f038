#!/bin/sh
# check_weak_symbols.sh LIBRARY
#
# Kernels are compiled for several instruction sets in one object file. A function that the linker may merge with others
# (inline functions, templates) must not hold AVX instructions, or a machine without AVX may be given them. Fails when a
# function outside the namespaces N_AVX2 and N_AVX3 does.
set -eu
[ "$(uname -m)" = x86_64 ] || { echo "SKIPPED: only x86-64 has AVX"; exit 0; }
command -v objdump >/dev/null || { echo "SKIPPED: objdump (binutils) is not installed"; exit 0; }
objdump -d --no-show-raw-insn "$1" | awk '
  /^[0-9a-f]+ <.*>:$/ { name = $2; ours = name ~ /N_AVX[23]/ }
  # VEX and EVEX instructions begin with v, those on masks with k.
  $2 ~ /^(v|k(mov|and|or|xor|not|shift|test|unpck))/ && /%([xyz]mm|k[0-7])/ {
    if (ours) { found = 1 } else if (!(name in bad)) { bad[name] = 1; print "AVX in " name ": " $0; failed = 1 }
  }
  END {
    if (!found) print "no AVX kernel found: is this the right library?"
    exit failed || !found
  }'
