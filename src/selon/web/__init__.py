"""Door 2, the desk in the browser: server-rendered pages over `selon.desk`. Nobody imports this room."""
