"""A Dask cluster on this machine, of workers with one thread: `python -m tests.bench.local_cluster 4`.

Prints the scheduler's address and process id when the workers are there; ends when its stdin does.
"""

import sys

from distributed import SubprocessCluster

if __name__ == "__main__":
    workers = int(sys.argv[1])
    with SubprocessCluster(
        n_workers=workers, threads_per_worker=1, scheduler_kwargs={"dashboard": False}, silence_logs=50
    ) as cluster:
        cluster.wait_for_workers(workers)
        print(cluster.scheduler_address, cluster.scheduler.process.pid, flush=True)
        sys.stdin.read()
