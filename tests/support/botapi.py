"""The server's former place; it lies in `bench.botapi`."""

from bench.botapi import *  # noqa: F403
