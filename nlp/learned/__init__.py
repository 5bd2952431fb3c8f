"""What is learned from annotated tips, beside the rules: danger, safeguarding, scope, sender."""
