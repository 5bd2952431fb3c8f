"""The ways people talk to the line: Telegram, and a terminal."""
