"""Tips of our own with annotations: what the components learn from and are measured on."""
