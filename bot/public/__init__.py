"""The public bot on Telegram: what a sender meets, and nothing that knows who they are."""
