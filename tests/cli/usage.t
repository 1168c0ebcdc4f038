# The overview, the version, and what a wrong command line says.

$ undula --version
undula 0.1.0

$ undula --help
undula 0.1.0: train and run Mamba sequence models on DNA
*
  doctor      report what this machine and this build can do
*

$ undula
! error: no verb was given
!   at: command line
!   try: undula --help
[2]

$ undula dcotor
! error: unknown verb 'dcotor'; did you mean 'doctor'?
!   at: command line
!   try: undula --help
[2]

$ undula polish
! error: unknown verb 'polish'
!   at: command line
!   try: undula --help
[2]

$ undula doctor --thread 2
! error: unknown option '--thread'; did you mean '--threads'?
!   at: command line
!   try: undula doctor --help
[2]

$ undula doctor --threads
! error: --threads needs a value: N
!   at: command line
!   try: undula doctor --help
[2]

$ undula doctor -@ --json
! error: --threads needs a value: N
!   at: command line
!   try: undula doctor --help
[2]

$ undula doctor -@two
! error: 'two' is not a value of --threads: expected a whole number
!   at: command line
!   try: undula doctor --help
[2]

$ undula doctor -@ -1
! error: '-1' is not a value of --threads: expected from 0 to 4096
!   at: command line
!   try: undula doctor --help
[2]

$ UNDULA_THREADS=many undula doctor
! error: 'many' is not a value of --threads: expected a whole number
!   at: environment variable UNDULA_THREADS
!   try: undula doctor --help
[2]

$ undula doctor --device gpu
! error: 'gpu' is no device: expected auto, cpu, cuda or cuda:N
!   at: --device
!   try: 'undula doctor' for what is there
[2]

# A number beyond any machine's: what is said depends on the build and the machine.
$ undula doctor --device cuda:99
! error: *
!   at: --device cuda*
!   try: --device c*
[4]

$ undula doctor --device=cuda
! error: *CUDA*
!   at: --device cuda
!   try: --device cpu*
[4]

$ undula doctor --dtype bf16 --device cpu
! error: bf16 is for GPUs
!   at: --dtype bf16
!   try: --dtype f32, or --device cuda
[2]

$ undula doctor extra
! error: unexpected argument 'extra'
!   at: command line
!   try: undula doctor --help
[2]

# Standard output that cannot be written is an error.
$ undula --help >/dev/full
! error: cannot write 'stdout': No space left on device
!   at: stdout
!   try: free some space, or write elsewhere
[1]

$ undula --help >&-
! error: cannot write 'stdout': Bad file descriptor
!   at: stdout
[1]

# A configuration file: weaker than the command line and the environment; an unknown key is an error with its line.
$ printf 'threads = 5\ndevice = "cpu"\n' > good.toml && undula doctor --config good.toml | grep ^threads
threads * 5 of *

$ UNDULA_THREADS=3 undula doctor --config good.toml | grep ^threads
threads * 3 of *

$ UNDULA_THREADS=3 undula doctor --config good.toml -@1 | grep ^threads
threads * 1 of *

$ printf '# mine\nthread = 5\n' > typo.toml && undula doctor --config typo.toml
! error: unknown key 'thread'; did you mean 'threads'?
!   at: typo.toml, line 2
!   try: undula doctor --help
[2]

$ printf 'threads = "many"\n' > kind.toml && undula doctor --config kind.toml
! error: 'many' is not a value of --threads: expected a whole number
!   at: kind.toml, line 1
!   try: undula doctor --help
[2]

$ printf 'threads = \n' > syntax.toml && undula doctor --config syntax.toml
! error: *
!   at: syntax.toml, line 1*
! *
[2]

$ undula doctor --config none.toml
! error: no such file: none.toml
!   at: none.toml
[4]
