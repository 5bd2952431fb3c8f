"""The former place of `bench.redis`."""

from bench.redis import *  # noqa: F403
