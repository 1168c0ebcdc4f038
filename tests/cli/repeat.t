# Training gives the same model file, bit for bit: when it is repeated, on any number of threads, and when it was stopped.
$ undula train $ROOT/data/examples/motif.csv --steps 30 --evaluate-every 5 --dropout 0.1 -@ 2 -q -o runs/m | head -1
model              runs/m/model.safetensors

# Repeated from its resolved configuration, with another number of threads: a new folder.
$ undula train --config runs/m/run.toml -@ 1 -q | head -1; cmp runs/m/model.safetensors runs/m-2/model.safetensors
model              runs/m-2/model.safetensors

# Asked to stop between validations.
$ undula train --config runs/m/run.toml -q -o runs/s &
> until grep -q '"step": 7' runs/s/metrics.jsonl; do sleep 0.01; done 2> grep.log; kill -TERM $!; wait $!
[75]
$ grep -o '"state": "[a-z ]*"' runs/s/run.json
"state": "interrupted"
$ undula train --resume runs/s -q | head -1; for f in model.safetensors metrics.jsonl; do cmp runs/m/$f runs/s/$f; done
model              runs/s/model.safetensors

$ grep -Eo '"(state": "[a-z ]*"|began_at_step": [0-9]*),?' runs/s/run.json
"began_at_step": *,
"began_at_step": 0,
"state": "interrupted",
"state": "finished",

# Killed at any moment, and again while it went on.
$ undula train --config runs/m/run.toml -q -o runs/k > k.log &
> until test -e runs/k/checkpoint/last.safetensors; do sleep 0.01; done
> for moment in 1 2 3; do
>   sleep 0.$((RANDOM % 9))
>   { kill -KILL $!; wait $!; } 2> kill.log
>   undula train --resume runs/k -q > k.log &
> done; wait $!
$ for f in model.safetensors metrics.jsonl; do cmp runs/m/$f runs/k/$f; done

# Nothing half-written stays.
$ find runs -name '*.partial'
