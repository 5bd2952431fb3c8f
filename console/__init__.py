"""The analysts' console: server-rendered pages over the desk's use cases."""
