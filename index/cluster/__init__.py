"""Past one machine: a corpus on a Milvus cluster, filled by a Ray cluster.

`search.open_milvus` gives what `index.open_index` gives, without a local copy; `fill.fill` makes a corpus there hold
what a folder or a list of addresses holds. Neither Milvus nor Ray is imported before it is needed (the extra
`cluster`), and nothing is imported here, so that a local index does not wait for this room.
"""
