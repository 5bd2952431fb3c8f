"""The former place of `bench.postgres`."""

from bench.postgres import *  # noqa: F403
