"""Reading wide: many processes on one machine, or a cluster, with the very results of one process.

`pool` reads documents one by one in worker processes and gives them back in order. `units` cuts a file of documents
into units of work, each a pure function to a part file and a manifest; `executors` runs units here or on Ray;
`merge` brings the parts together.
"""
