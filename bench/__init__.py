"""How fast the line is, beside what else there is, and what it does when things break."""
