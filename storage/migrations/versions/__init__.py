"""How the tables came to their present shape, one revision a file."""
