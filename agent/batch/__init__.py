"""Many changepoints, one command: selected, researched side by side, saved one by one, resumed.

selection   files and folders -> changepoints, each once
run         the loop: a crew researches, every dossier is saved at once
breaker, hours   what ends or pauses it
lock        one process a batch
"""
