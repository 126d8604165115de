"""`python -m benchmarks.nlu`: the same as `python -m benchmarks.nlu.held_out`."""

from benchmarks.nlu.held_out import main

main()
