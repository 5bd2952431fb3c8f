"""The staff bot: moderators steer the line from Telegram, and are told what has come in.

Telegram is no place for content: ids, counts, coarse areas, priorities and ages, never a word.
"""
