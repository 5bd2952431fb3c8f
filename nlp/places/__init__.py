"""Where a text speaks of: every UK place, from house numbers to what3words."""
