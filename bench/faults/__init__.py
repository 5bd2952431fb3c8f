"""What becomes of reports when something breaks while people send them."""
