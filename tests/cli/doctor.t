$ undula doctor
undula * 0.1.0
*
threads * of * that the affinity mask and the cgroup quota allow
*
matrix products * own kernels
oneDNN * *
HTSlib * 1.*
*
problems * none

$ undula doctor --json
{"undula": "0.1.0", *"problems": []}

# Every instruction set of the machine can be asked for; others are refused.
$ for target in $(undula doctor | sed -n 's/^cpu targets *\(.*\) (in use.*/\1/p'); do undula doctor --cpu-target $target | grep -q "in use: $target)" || echo $target is not used; done

# oneDNN, where the build has it, is held to that set too.
$ for target in $(undula doctor | sed -n 's/^cpu targets *\(.*\) (in use.*/\1/p'); do undula doctor --cpu-target $target | grep -qE "^oneDNN +(none in this build|[0-9.]+, held to $target|[0-9.]+, which has no code for (scalar|ssse3))$" || echo oneDNN does not follow $target; done

$ undula doctor --cpu-target z80
! error: *z80*
*
! *
[2]

# The command line beats the environment, which beats the default.
$ UNDULA_THREADS=3 undula doctor | grep ^threads
threads * 3 of *

$ UNDULA_THREADS=3 undula doctor -@ 2 | grep ^threads
threads * 2 of *

$ undula doctor --help
undula doctor: report what this machine and this build can do
usage: undula doctor [options]
General
  -@, --threads N           threads in total*
*
Examples
*
  undula doctor --json
