"""The things that tips name: drugs, vehicles, phones, handles and people."""
